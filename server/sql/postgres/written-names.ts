import { scanSync } from 'libpg-query'
import type { Node, RangeVar } from 'libpg-query'
import type { TableName } from '../closer-look.ts'
import { namesIn } from './walk-tree.ts'

/** As the server's quote_ident writes it: with quotes where another name would be read without them. */
export function writtenName(name: string): string {
  if (/^[a-z_][a-z0-9_]*$/.test(name)) {
    const kind = scanSync(name).tokens[0]?.keywordName
    if (kind === 'NO_KEYWORD' || kind === 'UNRESERVED_KEYWORD') return name
  }
  return `"${name.replaceAll('"', '""')}"`
}

export function tableName({ schemaname, relname = '' }: RangeVar = {}): TableName {
  return { schema: schemaname === undefined ? null : writtenName(schemaname), name: writtenName(relname) }
}

/** Of a list of names as DROP has them, e.g. schema and table; what is behind the table, as of a trigger, is left out. */
export function nameOfList(list: readonly Node[] | undefined, depth = 2): TableName {
  const names = namesIn(list).flatMap(name => (name === null ? [] : [writtenName(name)]))
  const own = names.slice(-depth)
  return { schema: own.length > 1 ? (own[0] ?? null) : null, name: own.at(-1) ?? '' }
}

export const columnNames = (list: readonly Node[] | undefined): readonly string[] =>
  namesIn(list).flatMap(name => (name === null ? [] : [writtenName(name)]))
