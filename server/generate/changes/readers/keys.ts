import type { CatalogColumn, CatalogTable } from '../../../domain.ts'
import type { Change } from '../change.ts'
import { keyName } from '../column-phrase.ts'
import { readCondition } from '../conditions.ts'
import { Doubt } from '../doubt.ts'
import { columnStyle } from '../names.ts'
import { groupsOf, leadingTable, tablesAfter } from '../reader.ts'
import type { Reader } from '../reader.ts'
import { onDeleteOf, readReference } from '../references.ts'
import {
  bare,
  columnsCalled,
  listed,
  needColumn,
  needPlace,
  needTable,
  placeParts,
  spoken,
  tableAt,
} from '../scene.ts'
import type { Scene } from '../scene.ts'

/** Indexes, unique and primary keys, checks and foreign keys that are to be there. */
export const keys: Reader = (clause, scene) =>
  addIndex(clause, scene) ??
  addUnique(clause, scene) ??
  addCheck(clause, scene) ??
  addPrimaryKey(clause, scene) ??
  addForeignKey(clause, scene) ??
  cascade(clause, scene)

const INDEX =
  /^(?:add|create|make|build|put|set up|introduce)\s+(?:an?\s+|the\s+|another\s+|new\s+)*(?<unique>unique\s+)?(?:composite\s+|multi-?column\s+)?index(?:\s+(?:called|named)\s+(?<called>\S+)|\s+(?<name>(?!on\b|for\b|over\b|to\b|by\b|in\b)\S+))?\s+(?:on|for|over|to|by|in)\s+(?<on>.+)$/iu
const INDEX_VERB = /^index\s+(?!of\b)(?<on>.+)$/iu
const SPEED =
  /^(?:speed up|make faster|accelerate|optimi[sz]e)\s+(?:the\s+)?(?:lookups?|searches|search|queries|filters?|filtering|finding|look-ups?)\s*(?:of|on|for|in)?\s*(?<table>.*?)\s*(?:by|on|for)\s+(?<columns>.+)$/iu
const INDEX_AFTER =
  /^(?:add|create|make)\s+(?:an?\s+)?(?<unique>unique\s+)?(?<on>.+?)\s+index(?:\s+(?:to|on|for)\s+(?<table>.+))?$/iu

function addIndex(clause: string, scene: Scene): readonly Change[] | null {
  const speed = groupsOf(clause, SPEED)
  if (speed !== null) {
    const table = speed.table ? needTable(scene, speed.table) : null
    return indexOn(scene, table, speed.columns ?? '', false, null)
  }
  const found = groupsOf(clause, INDEX) ?? groupsOf(clause, INDEX_VERB) ?? groupsOf(clause, INDEX_AFTER)
  if (found === null) return null
  const name = scene.text.plain(found.called || (found.name ?? '')) || null
  const on = (found.on ?? '').replace(
    /^(?:fast(?:er)?|quick(?:er)?)\s+(?:lookups?|search(?:es|ing)?|filtering|queries)\s+(?:of|on|for|by|in)\s+/iu,
    '',
  )
  if (found.table) return indexOn(scene, needTable(scene, found.table), on, Boolean(found.unique), name)
  const lead = leadingTable(scene, on)
  const by =
    lead === null
      ? null
      : groupsOf(
          lead.rest.trim(),
          /^(?:by|on|over|for|using|,)?\s*(?:the\s+)?(?:columns?\s+)?\(?(?<columns>[^()]+)\)?$/iu,
        )
  if (lead !== null && by !== null && !lead.rest.trim().startsWith('.'))
    return indexOn(scene, lead.table, by.columns ?? '', Boolean(found.unique), name)
  for (const place of tablesAfter(scene, on, 'of|in|on|for|from'))
    if (place.rest.trim() === '')
      return indexOn(scene, place.table, place.before, Boolean(found.unique), name)
  return indexOn(scene, null, on, Boolean(found.unique), name)
}

function indexOn(
  scene: Scene,
  table: CatalogTable | null,
  words: string,
  unique: boolean,
  name: string | null,
): readonly Change[] {
  const { table: owner, columns } = columnsOf(scene, table, words)
  const names = columns.map(column => column.name)
  const there = scene
    .details(owner)
    .keys.find(
      key =>
        key.kind !== 'CHECK' &&
        key.kind !== 'FOREIGN' &&
        key.columns.length === names.length &&
        key.columns.every((column, at) => column === names[at]) &&
        (!unique || key.kind !== 'INDEX'),
    )
  if (there !== undefined)
    throw new Doubt(`${owner.name} has an index on ${listed(names, 'and')} already: ${there.name}.`)
  if (name !== null && scene.details(owner).keys.some(key => key.name.toLowerCase() === name.toLowerCase()))
    throw new Doubt(`${owner.name} has an index ${name} already.`)
  return [{ kind: 'ADD_INDEX', table: owner, columns, unique, name }]
}

/** Of one table; `date` may be its only column of dates. */
function columnsOf(
  scene: Scene,
  table: CatalogTable | null,
  words: string,
): { table: CatalogTable; columns: CatalogColumn[] } {
  const said = words
    .replace(/^\((.*)\)$/u, '$1')
    .replace(/\b(?:columns?|fields?)\b/giu, ' ')
    .trim()
  const parts = said
    .split(/\s*,\s*(?:and\s+)?|\s+and\s+|\s+plus\s+|\s*\+\s*/iu)
    .map(part => part.trim())
    .filter(part => part !== '')
  const first = parts[0] ?? ''
  const owner =
    table ??
    placeParts(scene, first)?.table ??
    placeParts(scene, parts.at(-1) ?? '')?.table ??
    needPlace(scene, first).table
  const columns = parts.map(part => {
    const column = placeParts(scene, part)?.column ?? part
    if (/^dates?$/iu.test(bare(column)) && columnsCalled(scene, owner, column).length === 0) {
      const dates = owner.columns.filter(({ kind }) => kind === 'DATE' || kind === 'TIMESTAMP')
      if (dates.length === 1 && dates[0] !== undefined) return dates[0]
    }
    return needColumn(scene, owner, column)
  })
  return { table: owner, columns }
}

function addUnique(clause: string, scene: Scene): readonly Change[] | null {
  const found =
    groupsOf(
      clause,
      /^(?:add|create|make|put|set)\s+(?:an?\s+|the\s+)?(?:composite\s+)?unique(?:ness)?(?:\s+(?:constraint|key|rule))?(?:\s+(?:on|to|for|over|across))\s+(?<on>.+)$/iu,
    ) ??
    groupsOf(
      clause,
      /^make\s+(?:the\s+)?(?:combination of\s+)?(?<on>.+?)\s+(?:unique together|together unique|jointly unique|unique in combination|unique as a pair)$/iu,
    ) ??
    groupsOf(
      clause,
      /^(?:make\s+)?(?:the\s+)?combination of\s+(?<on>.+?)\s+(?:(?:must|should) be\s+)?unique$/iu,
    ) ??
    groupsOf(
      clause,
      /^(?<on>.+?\s+and\s+.+?)\s+(?:must|should)\s+(?:together be unique|be unique together|be unique in combination)$/iu,
    )
  if (found !== null) return [unique(scene, found.on ?? '')]
  const same =
    groupsOf(
      clause,
      /^(?:no two|two)\s+(?<table>.+?)\s+(?:can(?:not|['’]t)?|may(?: not)?|must(?: not)?|should(?: not|n['’]t)?|are allowed to)\s+(?:have|share)\s+the same\s+(?<columns>.+)$/iu,
    ) ??
    groupsOf(
      clause,
      /^(?:forbid|prevent|disallow|no)\s+duplicate\s+(?<columns>.+?)\s+(?:in|on|of|for)\s+(?<table>.+)$/iu,
    )
  if (same !== null) {
    const table = needTable(scene, same.table ?? '')
    return [unique(scene, same.columns ?? '', table)]
  }
  const per =
    groupsOf(
      clause,
      /^(?<column>.+?)\s+(?:must|should)\s+be\s+unique\s+(?:per|within|for each|in each)\s+(?<other>.+)$/iu,
    ) ?? groupsOf(clause, /^make\s+(?<column>.+?)\s+unique\s+(?:per|within|for each)\s+(?<other>.+)$/iu)
  if (per === null) return null
  const place = needPlace(scene, per.column ?? '')
  const other = columnsCalled(scene, place.table, per.other ?? '')
  const key =
    other[0] ??
    place.table.columns.find(({ name }) =>
      place.table.foreignKeys.some(
        one => one.columns[0] === name && one.referencesTable === tableAt(scene, per.other ?? '')?.name,
      ),
    )
  if (key === undefined)
    throw new Doubt(`${place.table.name} has no column "${scene.text.plain(per.other ?? '')}".`)
  return [{ kind: 'ADD_UNIQUE', table: place.table, columns: [key, place.column] }]
}

function unique(scene: Scene, words: string, table: CatalogTable | null = null): Change {
  const lead = table === null ? leadingTable(scene, words) : null
  const inside =
    lead === null
      ? null
      : groupsOf(lead.rest.trim(), /^(?:\(\s*|by\s+|for\s+|on\s+)?(?<columns>[^()]+?)\)?$/iu)
  if (lead !== null && inside !== null && !lead.rest.startsWith('.'))
    return { kind: 'ADD_UNIQUE', ...columnsOf(scene, lead.table, inside.columns ?? '') }
  for (const place of tablesAfter(scene, words, 'of|in|on|for|from'))
    if (place.rest.trim() === '')
      return { kind: 'ADD_UNIQUE', ...columnsOf(scene, place.table, place.before) }
  return { kind: 'ADD_UNIQUE', ...columnsOf(scene, table, words) }
}

function addCheck(clause: string, scene: Scene): readonly Change[] | null {
  const found =
    groupsOf(
      clause,
      /^add\s+(?:an?\s+|the\s+)?(?:check|constraint|check constraint|rule)\s+(?:to|on|for)\s+(?<on>.+?)(?:\s*,|:|\s+(?:that|so that|to ensure(?: that)?|ensuring(?: that)?|which ensures(?: that)?|where|saying(?: that)?))\s+(?<rest>.+)$/iu,
    ) ??
    groupsOf(clause, /^(?:limit|restrict)\s+(?<on>.+?)\s+to\s+(?<cond>.+)$/iu) ??
    groupsOf(clause, /^(?:allow|accept|permit)\s+only\s+(?<cond>.+?)\s+(?:in|for|as|on)\s+(?<on>.+)$/iu) ??
    groupsOf(clause, /^only\s+(?:allow|accept|permit)\s+(?<cond>.+?)\s+(?:in|for|as|on)\s+(?<on>.+)$/iu)
  if (found === null) return null
  if (found.cond !== undefined) {
    const condition = readCondition(found.cond, scene) ?? readCondition(`only ${found.cond}`, scene)
    if (condition === null) return null
    return [{ kind: 'ADD_CHECK', ...needPlace(scene, found.on ?? ''), condition }]
  }
  const table = tableAt(scene, found.on ?? '')
  const told =
    groupsOf(
      found.rest ?? '',
      /^(?:the\s+)?(?<column>.+?)\s+(?:is|are|be|must be|should be|has to be)\s+(?:always\s+)?(?<cond>.+)$/iu,
    ) ?? groupsOf(found.rest ?? '', /^(?<column>[\p{L}_.]+)\s*(?<cond>[<>]=?.*)$/iu)
  const condition =
    told === null ? null : readCondition((told.cond ?? '').replace(/^([<>]=?)\s*/u, '$1 '), scene)
  if (condition !== null)
    return [
      {
        kind: 'ADD_CHECK',
        ...needPlace(
          scene,
          /^it$/iu.test(told?.column ?? '') ? (found.on ?? '') : (told?.column ?? ''),
          table,
        ),
        condition,
      },
    ]
  const plain = readCondition(found.rest ?? '', scene)
  return plain === null
    ? null
    : [{ kind: 'ADD_CHECK', ...needPlace(scene, found.on ?? ''), condition: plain }]
}

function addPrimaryKey(clause: string, scene: Scene): readonly Change[] | null {
  const found = groupsOf(
    clause,
    /^(?:add|create|set)\s+(?:an?\s+|the\s+)?primary key\s+(?:on|to|over|of|for)\s+(?<on>.+)$/iu,
  )
  const make = groupsOf(clause, /^(?:make|use)\s+(?<on>.+?)\s+(?:as\s+)?the\s+primary key(?:\s+of\s+.+)?$/iu)
  const words = found?.on ?? make?.on
  if (words === undefined) return null
  const added = unique(scene, words)
  if (added.kind !== 'ADD_UNIQUE') return null
  const { table, columns } = added
  if (table.primaryKey.length > 0)
    throw new Doubt(`${table.name} has a primary key already: ${table.primaryKey.join(', ')}.`)
  return [{ kind: 'ADD_PRIMARY_KEY', table, columns }]
}

const ON_DELETE =
  '(?:,?\\s+(?:with\\s+)?on delete (?<action>cascade|set null|restrict|no action)|,?\\s+(?:with\\s+)?(?<cascading>cascading deletes?|cascade))?'
const FOREIGN: readonly RegExp[] = [
  new RegExp(
    `^(?:add|create|make|set up)\\s+(?:an?\\s+|the\\s+)?(?:foreign key|reference|fk|link|relation(?:ship)?)(?:\\s+constraint)?\\s+(?:on|from|for|between)\\s+(?<from>.+?)\\s+(?:to|referencing|references|that references|which references|pointing to|and)\\s+(?<to>[^\\s]+(?:\\s*\\([^)]*\\))?)(?:\\s+table)?${ON_DELETE}$`,
    'iu',
  ),
  new RegExp(
    `^(?:link|connect|relate|reference)\\s+(?<from>.+?)\\s+(?:to|with)\\s+(?<to>[^\\s]+)(?:\\s+table)?(?:\\s+(?:by|via|through|using|on)\\s+(?<by>[^\\s]+))?${ON_DELETE}$`,
    'iu',
  ),
  new RegExp(
    `^make\\s+(?<from>.+?)\\s+(?:an?\\s+)?(?:foreign key|reference|references?|refer|point)\\s+(?:to|referencing|on)?\\s*(?<to>[^\\s]+)(?:\\s+table)?${ON_DELETE}$`,
    'iu',
  ),
  new RegExp(
    `^(?<from>.+?)\\s+(?:should|must|has to|needs to)\\s+(?:reference|refer to|point to|be a (?:foreign key|reference) to|be linked to|link to)\\s+(?:the\\s+)?(?<to>[^\\s]+)(?:\\s+table)?${ON_DELETE}$`,
    'iu',
  ),
]

function addForeignKey(clause: string, scene: Scene): readonly Change[] | null {
  const toTable = groupsOf(
    clause,
    /^add\s+(?:an?\s+|the\s+)?(?:foreign key|reference|fk)\s+to\s+(?<to>\S+)\s+(?:to|on|in|from)\s+(?<from>.+)$/iu,
  )
  const found = toTable ?? FOREIGN.map(pattern => groupsOf(clause, pattern)).find(groups => groups !== null)
  if (!found) return null
  const references = readReference(
    scene,
    found.to ?? '',
    found.action || (found.cascading ? 'cascade' : null),
  )
  const whole = tableAt(scene, found.from ?? '')
  if (whole === null) {
    const place = needPlace(
      scene,
      (found.from ?? '')
        .replace(/^(?<table>\S+)\s+(?<column>\S+)$/u, '$<table>.$<column>')
        .replace(/^the\./u, 'the '),
    )
    return [foreignKey(place.table, place.column.name, references)]
  }
  const name = keyName(references, columnStyle(whole, scene.catalog.tables))
  const said = found.by ? needColumn(scene, whole, found.by).name : name
  const column = whole.columns.find(one => one.name.toLowerCase() === said.toLowerCase())
  if (column !== undefined) return [foreignKey(whole, column.name, references)]
  throw new Doubt(`${whole.name} has no column ${name} that could reference ${references.table.name}.`, [
    {
      words: null,
      by: `Add a column ${name} to ${spoken(scene, whole)} that references ${spoken(scene, references.table)}`,
    },
  ])
}

function foreignKey(table: CatalogTable, column: string, references: Parameters<typeof keyName>[0]): Change {
  const there = table.foreignKeys.find(key => key.columns.join() === column)
  if (there?.referencesTable === references.table.name && references.onDelete === null)
    throw new Doubt(`${table.name}.${column} references ${references.table.name} already.`)
  return { kind: 'ADD_FOREIGN_KEY', table, columns: [column], references }
}

const DELETED: readonly RegExp[] = [
  /^(?:when|if|whenever)\s+(?<parent>.+?)\s+(?:is|are|gets?)\s+(?:deleted|removed),?\s+(?:then\s+)?(?:also\s+)?(?:delete|remove)\s+(?:also\s+)?(?<child>.+?)(?:\s+(?:too|as well|with it|with them))?$/iu,
  /^(?:when|if|whenever)\s+(?<parent>.+?)\s+(?:is|are|gets?)\s+(?:deleted|removed),?\s+(?:then\s+)?(?<child>.+?)\s+(?:should|must)\s+(?:also\s+|all\s+)?(?:be\s+(?:deleted|removed)|go|disappear)(?:\s+(?:too|as well))?$/iu,
  /^(?:delete|remove)\s+(?<child>.+?)\s+(?:when|if|whenever)\s+(?:their\s+|its\s+|the\s+)?(?<parent>.+?)\s+(?:is|are|gets?)\s+(?:deleted|removed)$/iu,
  /^deleting\s+(?<parent>.+?)\s+(?:should|must)\s+(?:also\s+)?(?:delete|remove)\s+(?<child>.+)$/iu,
  /^(?<child>.+?)\s+(?:should|must)\s+be\s+(?:deleted|removed)\s+(?:with|together with|along with|when)\s+(?:their\s+|its\s+|the\s+)?(?<parent>.+?)(?:\s+(?:is|are)\s+(?:deleted|removed))?$/iu,
  /^cascade\s+(?:the\s+)?(?:deletes?|deletions?|deletion)\s+(?:from|of)\s+(?<parent>.+?)\s+to\s+(?<child>.+)$/iu,
]
const EMPTIED =
  /^(?:when|if|whenever)\s+(?<parent>.+?)\s+(?:is|are|gets?)\s+(?:deleted|removed),?\s+(?:then\s+)?(?:set|clear|make)\s+(?<column>.+?)(?:\s+(?:to\s+)?(?:null|empty))?$/iu
const EMPTIED_BEFORE =
  /^set\s+(?<column>.+?)\s+(?:to\s+)?null\s+(?:when|if)\s+(?:the\s+|a\s+|an\s+|its\s+)?(?<parent>.+?)\s+(?:is|are)\s+(?:deleted|removed)$/iu
const PREVENTED =
  /^(?:forbid|prevent|don['’]?t allow|do not allow|disallow)\s+(?:deleting|the deletion of)\s+(?<parent>.+?)\s+(?:with|that (?:has|have)|who (?:has|have)|having|while (?:it|they) (?:has|have))\s+(?<child>.+)$/iu

/** What becomes of rows when what they reference is deleted: a foreign key that is there, with another action. */
function cascade(clause: string, scene: Scene): readonly Change[] | null {
  const emptied = groupsOf(clause, EMPTIED_BEFORE) ?? groupsOf(clause, EMPTIED)
  if (emptied !== null) {
    const parent = tableAt(scene, emptied.parent ?? '')
    if (parent === null) return null
    const said = emptied.column ?? ''
    const children = scene.catalog.tables.filter(
      table =>
        table.foreignKeys.some(
          key => key.referencesTable === parent.name && key.referencesSchema === parent.schema,
        ) && columnsCalled(scene, table, placeParts(scene, said)?.column ?? said).length > 0,
    )
    const [only, ...more] = children
    const child = only !== undefined && more.length === 0 ? only : needPlace(scene, said).table
    return [withAction(scene, child, parent, 'set null')]
  }
  const prevented = groupsOf(clause, PREVENTED)
  const found = prevented ?? DELETED.map(pattern => groupsOf(clause, pattern)).find(groups => groups !== null)
  if (!found) return null
  const strip = (words: string) =>
    words
      .replace(/^(?:all\s+)?(?:their|its|his|her|of its|of their)\s+/iu, '')
      .replace(/^all\s+(?:of\s+)?(?:the\s+|its\s+|their\s+)?/iu, '')
  const parent = tableAt(scene, strip(found.parent ?? ''))
  const child = tableAt(scene, strip(found.child ?? ''))
  if (parent === null || child === null) return null
  return [withAction(scene, child, parent, prevented === null ? 'cascade' : 'restrict')]
}

function withAction(scene: Scene, child: CatalogTable, parent: CatalogTable, action: string): Change {
  const all = child.foreignKeys.filter(
    key => key.referencesTable === parent.name && key.referencesSchema === parent.schema,
  )
  const [key, ...more] = all
  if (key === undefined)
    throw new Doubt(
      `${child.name} does not reference ${parent.name}, so nothing happens to it when one is deleted.`,
    )
  if (more.length > 0)
    throw new Doubt(
      `${child.name} references ${parent.name} more than once.`,
      all.slice(0, 3).map(one => ({
        words: null,
        by: `Add a foreign key on ${spoken(scene, child)}.${one.columns[0] ?? ''} to ${spoken(scene, parent)} on delete ${action}`,
      })),
    )
  const required = key.columns.filter(name =>
    child.columns.some(column => column.name === name && !column.nullable),
  )
  if (action === 'set null' && required.length > 0) {
    const place = `${spoken(scene, child)}.${required[0] ?? ''}`
    throw new Doubt(`${place} is required, so it cannot become NULL.`, [
      { words: null, by: `Make ${place} optional; set ${place} to null when a ${parent.name} is deleted` },
    ])
  }
  return {
    kind: 'ADD_FOREIGN_KEY',
    table: child,
    columns: key.columns,
    references: { table: parent, columns: key.referencesColumns, onDelete: onDeleteOf(action) },
  }
}
