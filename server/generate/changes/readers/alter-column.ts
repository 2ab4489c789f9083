import type { Change, ColumnPlace } from '../change.ts'
import { typeCalled } from '../column-types.ts'
import { readCondition } from '../conditions.ts'
import { Doubt } from '../doubt.ts'
import { groupsOf } from '../reader.ts'
import type { Reader } from '../reader.ts'
import { needPlace, placeParts, tableAt } from '../scene.ts'
import type { Scene } from '../scene.ts'
import { readValue } from '../values.ts'
import { readFill } from './add-column.ts'
import { readReference } from '../references.ts'

const REQUIRED =
  /^(?:be\s+)?(?:an?\s+)?(?:required|mandatory|not[ -]?null|non[ -]?null(?:able)?|not nullable|not optional|obligatory|compulsory|filled(?: in)?|(?:not|never) (?:be )?(?:null|empty|missing|left empty)|always (?:be )?(?:set|filled(?: in)?|present))(?:\s+(?:column|field))?$/iu
const OPTIONAL =
  /^(?:be\s+)?(?:an?\s+)?(?:optional|nullable|not required|not mandatory|null|empty|left empty|missing)(?:\s+(?:column|field))?$/iu
const UNIQUE = /^(?:be\s+)?(?:an?\s+)?(?:unique|distinct|different for (?:each|every) .+)$/iu
const FILL =
  /^(?:and\s+)?(?:fill|backfill|populate|set|initiali[sz]e)\s+(?:it|the column|(?:the )?(?:existing|empty|missing) (?:ones|rows|values))\s+(?:with|to|from|as)\s+(?<value>.+)$/iu

/** What is said of a column that is there: required or optional, its type, its default, and what must hold of it. */
export const alterColumn: Reader = (clause, scene) =>
  setDefault(clause, scene) ??
  fillColumn(clause, scene) ??
  allowNull(clause, scene) ??
  changeType(clause, scene) ??
  statement(clause, scene)

function setDefault(clause: string, scene: Scene): readonly Change[] | null {
  const drop =
    groupsOf(
      clause,
      /^(?:drop|remove|delete|unset|clear)\s+(?:the\s+)?default(?:\s+value)?(?:\s+(?:of|from|for|on)\s+(?<column>.+))?$/iu,
    ) ??
    groupsOf(
      clause,
      /^(?:drop|remove|delete)\s+(?:the\s+)?(?<column>.+?)(?:['’]s)?\s+default(?:\s+value)?$/iu,
    ) ??
    groupsOf(
      clause,
      /^(?<column>.+?)\s+(?:should|must) (?:not have|have no|no longer have)\s+(?:an?\s+)?default(?:\s+value)?$/iu,
    )
  if (drop !== null) return [{ kind: 'SET_DEFAULT', ...needPlace(scene, drop.column || 'it'), value: null }]
  const set =
    groupsOf(
      clause,
      /^(?:set|add|change|give|make|put|use)\s+(?:the\s+|an?\s+)?default(?:\s+value)?\s+(?:of|for|on|to)\s+(?<column>.+?)\s+(?:to|as|=|of|be)\s+(?<value>.+)$/iu,
    ) ??
    groupsOf(
      clause,
      /^(?:set|make|use)\s+(?<value>[^\s]+)\s+(?:as\s+)?(?:the\s+)?default(?:\s+value)?\s+(?:of|for|on)\s+(?<column>.+)$/iu,
    ) ??
    groupsOf(
      clause,
      /^add\s+(?:a\s+|the\s+)?default(?:\s+value)?(?:\s+of)?\s+(?<value>.+?)\s+(?:to|for|on)\s+(?<column>.+)$/iu,
    ) ??
    groupsOf(
      clause,
      /^give\s+(?<column>.+?)\s+(?:an?\s+|the\s+)default(?:\s+value)?(?:\s+of)?\s+(?<value>.+)$/iu,
    ) ??
    groupsOf(
      clause,
      /^(?:make|let|set|have)\s+(?<column>.+?)\s+(?:to\s+)?default\s+(?:to\s+|=\s*)?(?<value>.+)$/iu,
    ) ??
    groupsOf(clause, /^(?:default)\s+(?<column>.+?)\s+to\s+(?<value>.+)$/iu) ??
    groupsOf(
      clause,
      /^(?:alter|modify|change)\s+(?:the\s+)?(?:column\s+)?(?<column>.+?)\s+(?:to\s+)?(?:set\s+)?default\s+(?:to\s+)?(?<value>.+)$/iu,
    ) ??
    groupsOf(
      clause,
      /^(?<column>.+?)\s+(?:should|must|has to|needs to)\s+(?:by\s+)?(?:default to|have (?:an?\s+|the\s+)?default(?:\s+value)?(?:\s+of)?|be\s+default)\s+(?<value>.+)$/iu,
    ) ??
    groupsOf(clause, /^(?<column>.+?)\s+(?:should|must)\s+be\s+(?<value>[^\s]+)\s+by\s+default$/iu) ??
    groupsOf(clause, /^(?:make|set)\s+(?<column>.+?)\s+(?:to\s+)?(?<value>[^\s]+)\s+by\s+default$/iu) ??
    groupsOf(clause, /^set\s+(?:its|the)\s+default(?:\s+value)?\s+to\s+(?<value>.+)$/iu) ??
    groupsOf(
      clause,
      /^(?:the\s+)?default(?:\s+value)?\s+(?:of|for)\s+(?<column>.+?)\s+(?:should|must)\s+be\s+(?<value>.+)$/iu,
    )
  if (set === null) return null
  const place = needPlace(scene, set.column || 'it')
  const value = readValue(set.value ?? '', scene)
  if (value === null)
    throw new Doubt(
      `I could not read "${scene.text.plain(set.value ?? '')}" as a value. Write texts in quotes.`,
    )
  return [{ kind: 'SET_DEFAULT', ...place, value: value.kind === 'null' ? null : value }]
}

/** Only of a column that this request adds or makes required: rows alone are not changed here. */
function fillColumn(clause: string, scene: Scene): readonly Change[] | null {
  const value = groupsOf(clause, FILL)?.value
  if (value === undefined || scene.lastTable === null || scene.lastColumn === null) return null
  const place = needPlace(scene, 'it')
  return [{ kind: 'SET_NULLABLE', ...place, nullable: true, fill: readFill(scene, place.table, value) }]
}

function allowNull(clause: string, scene: Scene): readonly Change[] | null {
  const allow =
    groupsOf(
      clause,
      /^(?:allow|permit)\s+(?:nulls?|null values|empty values|missing values)\s+(?:in|for|on)\s+(?<column>.+)$/iu,
    ) ??
    groupsOf(
      clause,
      /^(?:allow|let|permit)\s+(?<column>.+?)\s+(?:to\s+)?be\s+(?:null|empty|left empty|missing)$/iu,
    ) ??
    groupsOf(
      clause,
      /^(?:drop|remove)\s+(?:the\s+)?not[ -]null(?:\s+constraint)?\s+(?:from|on|of|for)\s+(?<column>.+)$/iu,
    )
  if (allow !== null)
    return [{ kind: 'SET_NULLABLE', ...needPlace(scene, allow.column ?? ''), nullable: true, fill: null }]
  const forbid =
    groupsOf(
      clause,
      /^(?:forbid|disallow|prevent|don['’]?t allow|do not allow|no)\s+(?:nulls?|null values|empty values|missing values)\s+(?:in|for|on)\s+(?<column>.+)$/iu,
    ) ??
    groupsOf(
      clause,
      /^add\s+(?:an?\s+|the\s+)?not[ -]null(?:\s+constraint)?\s+(?:to|on|for)\s+(?<column>.+)$/iu,
    ) ??
    groupsOf(clause, /^require\s+(?:an?\s+|the\s+)?(?<column>.+)$/iu)
  if (forbid === null) return null
  const isTable = /^require\b/iu.test(clause)
  const per = isTable
    ? groupsOf(
        forbid.column ?? '',
        /^(?<column>.+?)\s+(?:for|on|of|in)\s+(?:each |every |all )?(?<table>.+)$/iu,
      )
    : null
  const table = per === null ? null : tableAt(scene, per.table ?? '')
  const place =
    table === null ? needPlace(scene, forbid.column ?? '') : needPlace(scene, per?.column ?? '', table)
  return [{ kind: 'SET_NULLABLE', ...place, nullable: false, fill: null }]
}

function changeType(clause: string, scene: Scene): readonly Change[] | null {
  const found =
    groupsOf(
      clause,
      /^(?:change|set|alter|modify|convert|make)\s+(?:the\s+)?(?:data\s*)?type\s+of\s+(?<column>.+?)\s+(?:to|into|be|from\s+\S+\s+to)\s+(?<type>.+)$/iu,
    ) ??
    groupsOf(
      clause,
      /^(?:change|alter|modify|set)\s+(?<column>.+?)(?:['’]s)?\s+(?:data\s*)?type\s+(?:to|into)\s+(?<type>.+)$/iu,
    ) ??
    groupsOf(
      clause,
      /^(?:change|convert|turn|alter|modify|migrate|cast|make|set|widen|extend|increase|expand|shorten|limit|restrict|reduce|let|store)\s+(?:the\s+)?(?:column\s+)?(?:length of\s+|size of\s+)?(?<column>.+?)\s+(?:from\s+\S+\s+)?(?:to|into|as|type|a|an|of type)\s+(?:be\s+)?(?<type>.+)$/iu,
    ) ??
    groupsOf(
      clause,
      /^(?:allow|permit)\s+(?<type>(?:up to\s+|at most\s+)?\d+ (?:characters?|chars?|letters?))\s+(?:in|for|on)\s+(?<column>.+)$/iu,
    ) ??
    groupsOf(
      clause,
      /^(?<column>.+?)\s+(?:should|must|can|may|has to|needs to)\s+(?:be|hold|have|store|allow|fit|become|take)\s+(?:an?\s+)?(?<type>.+)$/iu,
    )
  if (found === null) return null
  const words = (found.type ?? '').replace(/^(?:be\s+)?(?:an?\s+)?/iu, '')
  const length =
    /^(?:up to\s+|at most\s+|max(?:imum)?\s+)?(\d+)(?:\s+(?:characters?|chars?|letters?))(?:\s+(?:long|max))?$/iu.exec(
      words,
    )?.[1]
  const type =
    length === undefined
      ? typeCalled(words, scene.catalog, scene.dialect)
      : typeCalled(`varchar(${length})`, scene.catalog, scene.dialect)
  if (type === null) return null
  return [{ kind: 'SET_TYPE', ...needPlace(scene, found.column ?? ''), type }]
}

/** `make email required`, `price must be positive`, `ensure that quantity is at least 1`. */
function statement(clause: string, scene: Scene): readonly Change[] | null {
  const make = groupsOf(clause, /^(?:make|mark|set|turn|change|keep|let)\s+(?<rest>.+)$/iu)
  if (make !== null) return making(make.rest ?? '', scene)
  const ensured = groupsOf(
    clause,
    /^(?:make sure|ensure|enforce|require|check|guarantee|add (?:an?\s+|the\s+)?(?:check|constraint|check constraint|rule)(?:\s+(?:so|to ensure|ensuring|to make sure))?)(?:\s+(?:that|:))?\s+(?<rest>.+)$/iu,
  )
  const text = ensured?.rest ?? clause
  // Other readers know what is asked for with these.
  if (
    ensured === null &&
    /^(?:add|create|drop|delete|remove|rename|index|give|extend|if|when)\b/iu.test(text)
  )
    return null
  const only = groupsOf(
    text,
    /^(?<column>.+?)\s+only\s+(?:be\s+|allows?\s+|takes?\s+|accepts?\s+|has\s+)?(?<cond>.*(?:,|\sor\s).*)$/iu,
  )
  if (
    only !== null &&
    (ensured !== null || scene.asked === 'CHANGE') &&
    only.column !== undefined &&
    !/\s(?:can|may|must|should)$/iu.test(only.column)
  ) {
    const condition = readCondition(`only ${only.cond ?? ''}`, scene)
    if (condition !== null) return [{ kind: 'ADD_CHECK', ...needPlace(scene, only.column), condition }]
  }
  const plain =
    scene.asked === 'CHANGE' || ensured !== null
      ? groupsOf(
          text,
          /^(?<column>\S+(?:\s\S+)?)\s+(?<cond>(?:at least|at most|greater than|more than|less than|between|positive|non-?negative)\b.*)$/iu,
        )
      : null
  if (plain !== null) {
    const condition = readCondition(plain.cond ?? '', scene)
    if (condition !== null && !/\s(?:must|should|is|be|are)$/iu.test(plain.column ?? '')) {
      const place = needPlace(scene, plain.column ?? '')
      return [{ kind: 'ADD_CHECK', ...place, condition: against(scene, place, condition) }]
    }
  }
  const found =
    groupsOf(
      text,
      /^(?<column>.+?)\s+(?<modal>must|should|shall|has to|have to|needs to|need to|may|can)(?:\s*(?<not>not|never|n['’]t))?\s+(?<cond>.+)$/iu,
    ) ??
    groupsOf(text, /^(?<column>.+?)\s+(?<modal>can|must|should|may)(?<not>not|n['’]t)\s+(?<cond>.+)$/iu) ??
    (ensured === null
      ? null
      : (groupsOf(
          text,
          /^(?<column>.+?)\s+(?:is|are|being|to be)(?:\s+(?<not>not|never))?\s+(?<cond>.+)$/iu,
        ) ??
        groupsOf(text, /^(?<column>[\p{L}_.]+)\s+(?<cond>(?:[<>]=?|between|positive|in)(?![\p{L}_]).*)$/iu)))
  if (found === null) return null
  const columns = (found.column ?? '').replace(/^(?:on|in|for)\s+\S+\s+(?:that\s+)?/iu, '')
  const cond = `${found.not ? 'not ' : ''}${found.cond ?? ''}`
    .replace(/^not be\s+/iu, 'not ')
    .replace(/^(?:always\s+)?be\s+(?:always\s+)?/iu, '')
  const isMay = /^(?:may|can)$/iu.test(found.modal ?? '')
  return holding(scene, columns, cond, isMay)
}

function making(rest: string, scene: Scene): readonly Change[] | null {
  const split =
    groupsOf(
      rest,
      /^(?<column>.+?)\s+(?<cond>(?:be\s+)?(?:an?\s+)?(?:required|mandatory|not[ -]?null(?:able)?|non[ -]?null(?:able)?|not optional|not required|optional|nullable|unique|distinct|obligatory|compulsory)(?:\s+(?:column|field))?)(?:\s+(?:in|on|for|of)\s+(?<table>.+))?$/iu,
    ) ??
    groupsOf(
      rest,
      /^(?<column>.+?)\s+(?<cond>(?:positive|non-?\s?negative|at least .+|at most .+|between .+|greater than .+|only .+|one of .+))$/iu,
    )
  if (split === null) return reference(rest, scene)
  const table = split.table ? tableAt(scene, split.table) : null
  return holding(
    scene,
    table === null ? (split.column ?? '') : `${table.name}.${(split.column ?? '').trim()}`,
    split.cond ?? '',
    false,
  )
}

function reference(rest: string, scene: Scene): readonly Change[] | null {
  const found = groupsOf(
    rest,
    /^(?<column>.+?)\s+(?:reference|refer to|point to|a (?:foreign key|reference) to)\s+(?<to>.+)$/iu,
  )
  if (found === null) return null
  const place = needPlace(scene, found.column ?? '')
  return [
    {
      kind: 'ADD_FOREIGN_KEY',
      table: place.table,
      columns: [place.column.name],
      references: readReference(scene, found.to ?? '', null),
    },
  ]
}

function holding(scene: Scene, words: string, cond: string, isMay: boolean): readonly Change[] | null {
  const each = placesOf(scene, words)
  const of = (build: (place: ColumnPlace) => Change) => each().map(build)
  if (/^and\b/iu.test(cond)) return null
  if (isMay && /^(?:null|empty|left empty|missing)$/iu.test(cond))
    return of(place => ({ kind: 'SET_NULLABLE', ...place, nullable: true, fill: null }))
  if (isMay && !/^(?:not\b|only\b)/iu.test(cond)) return null
  if (REQUIRED.test(cond))
    return of(place => ({ kind: 'SET_NULLABLE', ...place, nullable: false, fill: null }))
  if (OPTIONAL.test(cond))
    return of(place => ({ kind: 'SET_NULLABLE', ...place, nullable: true, fill: null }))
  if (UNIQUE.test(cond)) {
    const places = each()
    // `(a, b)` is one key.
    if (/^\(.*\)$/u.test(words.replace(/^.*\.(?=\()/u, '').trim()) && places[0] !== undefined)
      return [{ kind: 'ADD_UNIQUE', table: places[0].table, columns: places.map(({ column }) => column) }]
    const [first] = places
    if (first === undefined) return null
    // `a and b unique together`: see keys.ts.
    return places.map(({ table, column }) => ({ kind: 'ADD_UNIQUE', table, columns: [column] }))
  }
  const refers = groupsOf(
    cond,
    /^(?:references?|refers? to|points? to|be a (?:foreign key|reference) to|a (?:foreign key|reference) to|be linked to|linked to)\s+(?<to>\S+(?:\s*\([^)]*\))?)(?:\s+table)?(?:\s+on delete (?<action>.+))?$/iu,
  )
  if (refers !== null)
    return of(({ table, column }) => ({
      kind: 'ADD_FOREIGN_KEY',
      table,
      columns: [column.name],
      references: readReference(scene, refers.to ?? '', refers.action || null),
    }))
  const condition = readCondition(cond, scene)
  if (condition === null) return null
  return of(place => ({ kind: 'ADD_CHECK', ...place, condition: against(scene, place, condition) }))
}

/** `start_date must be before end_date` compares columns. */
function against(
  scene: Scene,
  { table }: ColumnPlace,
  condition: Extract<Change, { kind: 'ADD_CHECK' }>['condition'],
) {
  if (condition.kind !== 'compare' || condition.value.kind !== 'word') return condition
  const said = condition.value.text.replace(/^the\s+/iu, '')
  const { column } = needPlace(scene, said, table)
  return { ...condition, value: { kind: 'column', name: column.name } } as const
}

function placesOf(scene: Scene, words: string): () => ColumnPlace[] {
  return () => {
    const said = words.replace(/\s+(?:both|each|always|all)$/iu, '')
    const inside = /^(?:(.+)\.)?\((.+)\)$/u.exec(said)
    if (inside !== null) {
      const table = inside[1] === undefined ? null : tableAt(scene, inside[1])
      return (inside[2] ?? '').split(/\s*,\s*/u).map(part => needPlace(scene, part, table))
    }
    const parts = said.split(/\s*,\s*(?:and\s+)?|\s+and\s+/iu)
    if (parts.length === 1) return [needPlace(scene, said)]
    const last = placeParts(scene, parts.at(-1) ?? '')
    return parts.map((part, at) =>
      needPlace(scene, part, at === parts.length - 1 ? null : (last?.table ?? null)),
    )
  }
}
