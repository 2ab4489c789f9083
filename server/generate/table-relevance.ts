import type { CatalogTable } from '../domain.ts'

const TABLE_NAME_POINTS = 5
const COLUMN_NAME_POINTS = 2
const COMMENT_POINTS = 1
/** A table beside a good one is likely to be needed for a join. */
const NEIGHBOUR_SHARE = 0.4

/** The tables, those that the text seems to speak of first; equals stay in catalog order. Linear in the columns. */
export function rankTables(tables: readonly CatalogTable[], text: string): readonly CatalogTable[] {
  const asked = wordsOf(text)
  const own = new Map(tables.map(table => [keyOf(table.schema, table.name), ownPoints(table, asked)]))
  const total = new Map(own)
  for (const table of tables) {
    const key = keyOf(table.schema, table.name)
    for (const foreignKey of table.foreignKeys) {
      const other = keyOf(foreignKey.referencesSchema, foreignKey.referencesTable)
      raise(total, key, (own.get(key) ?? 0) + (own.get(other) ?? 0) * NEIGHBOUR_SHARE)
      raise(total, other, (own.get(other) ?? 0) + (own.get(key) ?? 0) * NEIGHBOUR_SHARE)
    }
  }
  const points = (table: CatalogTable) => total.get(keyOf(table.schema, table.name)) ?? 0
  return [...tables].sort((a, b) => points(b) - points(a))
}

function raise(points: Map<string, number>, key: string, to: number): void {
  const now = points.get(key)
  if (now !== undefined && now < to) points.set(key, to)
}

function keyOf(schema: string, table: string): string {
  return JSON.stringify([schema, table])
}

function ownPoints(table: CatalogTable, asked: ReadonlySet<string>): number {
  const hits = (text: string | null) => [...wordsOf(text ?? '')].filter(word => asked.has(word)).length
  const columnWords = table.columns.map(column => column.name).join(' ')
  const comments = [table.comment, ...table.columns.map(column => column.comment)].join(' ')
  return (
    hits(table.name) * TABLE_NAME_POINTS +
    hits(columnWords) * COLUMN_NAME_POINTS +
    hits(comments) * COMMENT_POINTS
  )
}

/** Lower-case words without a plural ending, `orderDetails` and `order_details` alike; very short ones are dropped. */
export function wordsOf(text: string): ReadonlySet<string> {
  const words = text
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
  return new Set(words.filter(word => word.length > 2).map(withoutPluralEnding))
}

function withoutPluralEnding(word: string): string {
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`
  if (/(ss|x|ch|sh)es$/.test(word)) return word.slice(0, -2)
  return word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word
}
