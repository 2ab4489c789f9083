import type { CatalogTable } from '../../../domain.ts'
import type { Change, NewColumn } from '../change.ts'
import { readColumn, splitColumns } from '../column-phrase.ts'
import { isKnownAttribute } from '../known-attributes.ts'
import { Doubt } from '../doubt.ts'
import { isSlip, nameKey } from '../names.ts'
import { groupsOf, leadingTable, tablesAfter } from '../reader.ts'
import type { Reader } from '../reader.ts'
import { bare, columnsCalled, needTable, spoken } from '../scene.ts'
import type { Scene } from '../scene.ts'
import { readValue } from '../values.ts'

/** These are added by readers of their own. */
const NO_COLUMN =
  /^(?:an?|the|another|some|composite|new|\s)*\s*(?:unique\s+)?(?:(?:composite|unique)\s+)?(?:index|constraint|check|foreign key|primary key|unique key|rows?|records?|entry|entries|table|view|not null|default)\b(?!\s+(?:column|field))/iu
const ATTRIBUTES =
  /^\s*(?:,|:|\(|(?:with|as|of type|type|that|which|and|default|not|required|mandatory|optional|nullable|unique|named|called|references|referencing|on delete|up to|at most|max|filled|so|only|between|from|must|can|at least|varchar|int|text)\b)/iu
const COLUMN_NOUN = /\b(?:columns?|fields?|attributes?)\b/iu

export const addColumn: Reader = (clause, scene) => {
  const give = groupsOf(clause, /^give\s+(?<rest>.+)$/iu)
  const extend = groupsOf(clause, /^extend\s+(?<rest>.+)$/iu)
  const owner = give ?? extend
  if (owner !== null) {
    const found = leadingTable(scene, owner.rest ?? '')
    if (found === null) return null
    return columns(scene, found.table, found.rest.replace(/^\s*(?:with|by)\s+/iu, ' '), true)
  }
  const should = groupsOf(
    clause,
    /^(?<table>.+?)\s+(?:should|must|needs?|has to|have to|should all|must all)(?:\s+to)?(?:\s+(?:also\s+)?have)?\s+(?<phrase>(?:an?|another|new)\s+.*)$/iu,
  )
  if (should !== null) {
    const found = leadingTable(scene, should.table ?? '')
    if (found === null || found.rest.trim() !== '') return null
    return having(scene, found.table, should.phrase ?? '')
  }
  const add = groupsOf(
    clause,
    /^(?:add|create|insert|introduce|include|append|make|put)\s+(?:in\s+)?(?<rest>.+)$/iu,
  )
  if (add === null) return null
  const rest = add.rest ?? ''
  if (NO_COLUMN.test(rest)) return null
  const isAdding = /^add\b/iu.test(clause)
  if (!isAdding && !/^(?:(?:an?|new|another|two|three|some|\d)\b.*\b)?(?:columns?|fields?)\b/iu.test(rest))
    return null
  for (const place of tablesAfter(scene, rest, 'to|on|in|into|onto|for')) {
    if (place.rest.trim() !== '' && !ATTRIBUTES.test(place.rest)) continue
    const more = /^\s*(?:,|and|,\s*and)\s+(.+\s(?:to|on|in|into)\s.+)$/iu.exec(place.rest)
    if (more?.[1] !== undefined) {
      const others = addColumn(`add ${more[1]}`, scene)
      if (others !== null) return [...columns(scene, place.table, place.before, false), ...others]
    }
    const attributes = place.rest.replace(/^\s*:\s*/u, ' ').trim()
    if (/^(?:(?:an?|the|new|some)\s+)*(?:columns?|fields?)$/iu.test(place.before.trim()))
      return columns(scene, place.table, attributes.replace(/^(?:called|named|for|:)\s+/iu, ''), true)
    return columns(scene, place.table, withAttributes(place.before, attributes), COLUMN_NOUN.test(rest))
  }
  return elsewhere(scene, clause, rest)
}

/** `every customer must have an email` asks for what is there to be required, and for what is not there. */
function having(scene: Scene, table: CatalogTable, phrase: string): readonly Change[] | null {
  const noun = bare(phrase)
  const column = COLUMN_NOUN.test(phrase) ? [] : columnsCalled(scene, table, noun)
  const [only, ...more] = column
  if (only !== undefined && more.length === 0)
    return [{ kind: 'SET_NULLABLE', table, column: only, nullable: false, fill: null }]
  if (only === undefined && !COLUMN_NOUN.test(phrase) && !isKnownAttribute(noun) && !noun.includes('_'))
    return null
  return columns(scene, table, phrase.replace(/\b(column|field) for (?:the |their |its )?/iu, ''), true)
}

/** What is said after the table is said of the only column, or of the last one. */
function withAttributes(phrase: string, attributes: string): string {
  return attributes === '' ? phrase : `${phrase} ${attributes}`
}

/** No table that is there is named. */
function elsewhere(scene: Scene, clause: string, rest: string): readonly Change[] | null {
  const unknown = groupsOf(
    rest,
    /^(?<phrase>.+)\s(?:to|on|in|into)\s+(?:the\s+)?(?<table>[^\s,]+(?:\s+table)?)(?<more>(?:\s.*)?)$/iu,
  )
  const hasNoun = COLUMN_NOUN.test(rest)
  if (unknown !== null) {
    const said = bare(unknown.table ?? '')
    const near = scene.catalog.tables.some(({ name }) =>
      isSlip(nameKey(name), nameKey(scene.text.plain(said))),
    )
    if (!hasNoun && !near) return null
    return columns(
      scene,
      needTable(scene, said),
      withAttributes(unknown.phrase ?? '', unknown.more ?? ''),
      hasNoun,
    )
  }
  if (scene.lastTable !== null) return columns(scene, scene.lastTable, rest, hasNoun)
  if (!hasNoun) return null
  throw new Doubt(
    'To which table?',
    scene.catalog.tables
      .filter(table => table.kind === 'TABLE' && columnsCalled(scene, table, rest).length === 0)
      .slice(0, 3)
      .map(table => ({ words: null, by: `${clause} to ${spoken(scene, table)}` })),
  )
}

function columns(scene: Scene, table: CatalogTable, phrase: string, hasNoun: boolean): readonly Change[] {
  const [, text = phrase, filling] =
    /^(.*?)[\s,]*\b(?:and\s+)?(?:(?:which is\s+)?filled (?:in )?with|filled from|initiali[sz]ed (?:with|to))\s+(.+)$/iu.exec(
      phrase,
    ) ?? []
  const fill = filling === undefined ? null : readFill(scene, table, filling)
  const said = text
    .trim()
    .replace(/^(?:columns?|fields?)\s*:?\s+/iu, '')
    .replace(
      /^(?:(?:two|three|four|five|some|new|the|these|\d)\s+)*(?:new\s+)?(?:columns|fields)\s*:?\s*/iu,
      '',
    )
  const phrases = splitColumns(said)
  if (phrases.length === 0) throw new Doubt('Say the name of the column.')
  const added = phrases.map(one => readColumn(scene, one, table))
  return added.map((column, at): Change => {
    if (!hasNoun) refuseDoubtful(scene, table, column, phrases[at] ?? '')
    const existing = table.columns.find(({ name }) => nameKeyOf(name) === nameKeyOf(column.name))
    if (existing !== undefined)
      throw new Doubt(`${table.name} has a column ${existing.name} already.`, [
        { words: null, by: `Add a column ${column.name}_2 to ${spoken(scene, table)}` },
      ])
    return { kind: 'ADD_COLUMN', table, column, fill: at === added.length - 1 ? fill : null }
  })
}

const nameKeyOf = (name: string) => name.toLowerCase().replaceAll('_', '')

/** What nobody has called a column may be a row. */
function refuseDoubtful(scene: Scene, table: CatalogTable, column: NewColumn, phrase: string): void {
  const { name, required, unique, references, conditions } = column
  const isSaid = required || unique || column.default !== null || references !== null || conditions.length > 0
  const looksLikeName =
    /_|\p{Ll}\p{Lu}/u.test(phrase) || isKnownAttribute(name) || /\p{L}\s*\(|\btype\b/iu.test(phrase)
  const isRow = nameKey(name) === nameKey(table.name)
  if (!isRow && (isSaid || looksLikeName)) return
  throw new Doubt(
    `Only the structure is changed here, no rows. Is ${scene.text.plain(name)} a new column of ${table.name}?`,
    [{ words: null, by: `Add a column ${name} to ${spoken(scene, table)}` }],
  )
}

/** A value, or another column of the table. */
export function readFill(
  scene: Scene,
  table: CatalogTable,
  words: string,
): NonNullable<ReturnType<typeof readValue>> {
  const said = words
    .trim()
    .replace(/^(?:the\s+)?(?:values?|contents?) of\s+/iu, '')
    .replace(/\s+(?:for|in|on) (?:all |the )?(?:existing|old|current) (?:rows|ones|records|\p{L}+)$/iu, '')
  const column = table.columns.find(
    ({ name }) => name.toLowerCase() === bare(said).toLowerCase().replaceAll(' ', '_'),
  )
  if (column !== undefined && !scene.text.isQuoted(said)) return { kind: 'column', name: column.name }
  const value = readValue(said, scene)
  if (value === null || (value.kind === 'word' && value.text.includes(' ')))
    throw new Doubt(`I could not read "${scene.text.plain(said)}" as a value. Write texts in quotes.`)
  return value
}
