/**
 * Which tables of a large catalog a question needs. Pure; linear in the columns once the words of a catalog are known,
 * which they are after its first question. One file, because its weights only mean something beside each other.
 */
import type { Catalog, CatalogTable, Mention } from '../domain.ts'

/** What a word of the question is worth by where it is found, beside how rare it is in the catalog. */
const IN_TABLE_NAME = 3
const IN_COLUMN_NAME = 1.5
const IN_COMMENT = 0.7
const IN_SCHEMA_NAME = 0.5
/** A part of a word: `citizen` in `citizenship`, `channel` in `tvchannel`. */
const PART_SHARE = 0.5
const MIN_PART_LENGTH = 4
/** A value that the question names, or a word that stands for its column. */
const MENTIONED_VALUE = 4
const MENTIONED_NAME = 1.5
/** A table beside a good one is likely to be needed for a join; one between two good ones more so. */
const NEIGHBOUR_SHARE = 0.6
/** Tables that belong together by schema or keys speak for each other: what the question names is found in one place. */
const FAMILY_SHARE = 0.35
/** What was asked before with success, for a table that is in every other query. */
const MOST_FOR_USAGE = 1.5

export interface LinkRequest {
  catalog: Catalog
  /** What is asked, earlier questions included. */
  text: string
  /** What the words of the question may speak of, values included. */
  mentions?: readonly Mention[]
  /** How often each table was used in queries that ran, by `tableKey`. */
  usage?: ReadonlyMap<string, number>
}

interface Indexed {
  key: string
  table: CatalogTable
  name: ReadonlySet<string>
  columns: ReadonlySet<string>
  comments: ReadonlySet<string>
  schema: ReadonlySet<string>
  neighbours: readonly string[]
}

interface CatalogIndex {
  tables: readonly Indexed[]
  /** In how many tables' names, columns or comments a word is. */
  frequency: ReadonlyMap<string, number>
}

const indexes = new WeakMap<Catalog, CatalogIndex>()

export function tableKey({ schema, name }: Pick<CatalogTable, 'schema' | 'name'>): string {
  return JSON.stringify([schema, name])
}

/** The tables, those first that the question seems to need; equals stay in catalog order. */
export function linkTables(request: LinkRequest): readonly CatalogTable[] {
  const index = indexOf(request.catalog)
  const asked = [...wordsOf(request.text)]
  const own = new Map(index.tables.map(table => [table.key, ownPoints(table, asked, index)]))
  for (const [key, points] of mentionPoints(request.mentions ?? []))
    own.set(key, (own.get(key) ?? 0) + points)
  const families = familyPoints(index, asked)
  const mostUsed = Math.max(1, ...(request.usage?.values() ?? []))
  const total = new Map(
    index.tables.map(table => {
      const { key } = table
      const ownPoint = own.get(key) ?? 0
      const best = [...table.neighbours].map(other => own.get(other) ?? 0).sort((a, b) => b - a)
      const beside = ((best[0] ?? 0) + (best[1] ?? 0)) * NEIGHBOUR_SHARE
      const used = ((request.usage?.get(key) ?? 0) / mostUsed) * MOST_FOR_USAGE
      return [key, ownPoint + beside + (families.get(table.table.schema) ?? 0) * FAMILY_SHARE + used]
    }),
  )
  const points = (table: CatalogTable) => total.get(tableKey(table)) ?? 0
  return [...request.catalog.tables].sort((a, b) => points(b) - points(a))
}

function indexOf(catalog: Catalog): CatalogIndex {
  const known = indexes.get(catalog)
  if (known) return known
  const neighbours = new Map<string, Set<string>>()
  const join = (from: string, to: string) => {
    if (from !== to) (neighbours.get(from) ?? neighbours.set(from, new Set()).get(from))?.add(to)
  }
  for (const table of catalog.tables)
    for (const { referencesSchema, referencesTable } of table.foreignKeys) {
      const other = tableKey({ schema: referencesSchema, name: referencesTable })
      join(tableKey(table), other)
      join(other, tableKey(table))
    }
  const frequency = new Map<string, number>()
  const tables = catalog.tables.map(table => {
    const indexed: Indexed = {
      key: tableKey(table),
      table,
      name: wordsOf(table.name),
      columns: wordsOf(table.columns.map(({ name }) => name).join(' ')),
      comments: wordsOf([table.comment, ...table.columns.map(({ comment }) => comment)].join(' ')),
      schema: wordsOf(table.schema),
      neighbours: [...(neighbours.get(tableKey(table)) ?? [])],
    }
    for (const word of new Set([...indexed.name, ...indexed.columns, ...indexed.comments]))
      frequency.set(word, (frequency.get(word) ?? 0) + 1)
    return indexed
  })
  const index = { tables, frequency }
  indexes.set(catalog, index)
  return index
}

function ownPoints(table: Indexed, asked: readonly string[], index: CatalogIndex): number {
  let points = 0
  let named = 0
  for (const word of asked) {
    const inName = matchIn(table.name, word)
    const inColumns = matchIn(table.columns, word)
    named += inName
    const best = Math.max(
      inName * IN_TABLE_NAME,
      inColumns * IN_COLUMN_NAME,
      (table.comments.has(word) ? 1 : 0) * IN_COMMENT,
      matchIn(table.schema, word) * IN_SCHEMA_NAME,
    )
    // A word that is both is worth more than either: the table is about it.
    const both = inName > 0 && inColumns > 0 ? inColumns * 0.3 : 0
    if (best > 0) points += (best + both) * rarity(word, index)
  }
  // A table whose whole name was said is the table that is meant.
  return points * (1 + (named / Math.max(1, table.name.size)) * 0.5)
}

/** From 1 for a word that is in every table upwards. */
function rarity(word: string, { tables, frequency }: CatalogIndex): number {
  return 1 + Math.log(1 + tables.length / (1 + (frequency.get(word) ?? 0))) / 2
}

function matchIn(words: ReadonlySet<string>, asked: string): number {
  if (words.has(asked)) return 1
  if (asked.length < MIN_PART_LENGTH) return 0
  for (const word of words) {
    if (word.length >= MIN_PART_LENGTH && (word.includes(asked) || asked.includes(word))) return PART_SHARE
  }
  return 0
}

/** What all words of the question together find in the tables of one schema: the best place of each. */
function familyPoints(index: CatalogIndex, asked: readonly string[]): ReadonlyMap<string, number> {
  const found = new Map<string, Map<string, number>>()
  for (const table of index.tables) {
    const { schema } = table.table
    const best = found.get(schema) ?? found.set(schema, new Map()).get(schema)
    for (const word of asked) {
      const points = Math.max(
        matchIn(table.name, word) * IN_TABLE_NAME,
        matchIn(table.columns, word) * IN_COLUMN_NAME,
      )
      if (points > (best?.get(word) ?? 0)) best?.set(word, points)
    }
  }
  return new Map(
    [...found].map(([schema, best]) => [
      schema,
      [...best].reduce((sum, [word, points]) => sum + points * rarity(word, index), 0),
    ]),
  )
}

function mentionPoints(mentions: readonly Mention[]): Map<string, number> {
  const points = new Map<string, number>()
  for (const { targets } of mentions) {
    const best = new Map<string, number>()
    for (const target of targets) {
      if (target.kind === 'term') continue
      const key = tableKey(target.table)
      const worth = target.kind === 'value' ? MENTIONED_VALUE : MENTIONED_NAME
      best.set(key, Math.max(best.get(key) ?? 0, worth))
    }
    // What may be many things says little for each of them.
    for (const [key, worth] of best)
      points.set(key, (points.get(key) ?? 0) + worth / Math.sqrt(Math.max(1, best.size / 4)))
  }
  return points
}

/** Lower-case words without a plural ending, `orderDetails` and `order_details` alike; very short ones are dropped. */
export function wordsOf(text: string): ReadonlySet<string> {
  const words = text
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
  return new Set(words.filter(word => word.length > 2 && !FUNCTION_WORDS.has(word)).map(withoutPluralEnding))
}

/** In every question, and now and then in a name, where they mean nothing. */
const FUNCTION_WORDS = new Set(
  (
    'the and for are was were has have had does did all any each every what which who whom whose when where how many much ' +
    'with from that this these those than then not but show list give find tell there their them they his her its you our ' +
    'can could will would should also only into over under between more most less least'
  ).split(' '),
)

function withoutPluralEnding(word: string): string {
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`
  if (/(ss|x|ch|sh)es$/.test(word)) return word.slice(0, -2)
  return word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word
}
