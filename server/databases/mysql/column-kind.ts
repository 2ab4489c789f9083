import type { ColumnKind } from '../../domain.ts'

/** A `set` is none of them: it holds a list of labels, so comparing it with one finds some of its rows only. */
const KINDS: Readonly<Record<string, ColumnKind>> = {
  char: 'TEXT',
  varchar: 'TEXT',
  tinytext: 'TEXT',
  text: 'TEXT',
  mediumtext: 'TEXT',
  longtext: 'TEXT',
  enum: 'TEXT',
  tinyint: 'INTEGER',
  smallint: 'INTEGER',
  mediumint: 'INTEGER',
  int: 'INTEGER',
  bigint: 'INTEGER',
  year: 'INTEGER',
  decimal: 'DECIMAL',
  float: 'DECIMAL',
  double: 'DECIMAL',
  date: 'DATE',
  datetime: 'TIMESTAMP',
  timestamp: 'TIMESTAMP',
  time: 'TIME',
  json: 'JSON',
  binary: 'BINARY',
  varbinary: 'BINARY',
  tinyblob: 'BINARY',
  blob: 'BINARY',
  mediumblob: 'BINARY',
  longblob: 'BINARY',
}

/** BOOL is an alias of the first; both keep their length in the type, because clients tell booleans by it. */
const BOOLEAN_TYPES: ReadonlySet<string> = new Set(['tinyint(1)', 'bit(1)'])

/**
 * @param dataType the bare name, e.g. `int`
 * @param columnType with length, sign and labels, e.g. `int unsigned`
 */
export function columnKind(dataType: string, columnType: string): ColumnKind {
  if (BOOLEAN_TYPES.has(columnType.toLowerCase())) return 'BOOLEAN'
  return KINDS[dataType.toLowerCase()] ?? 'OTHER'
}

/**
 * The type as people write it. MariaDB, and MySQL before 8.0.19, give whole numbers a width that means nothing (but
 * with ZEROFILL) and is hardly ever written; MariaDB says in a comment how it stores a column.
 */
export function columnType(printed: string): string {
  if (/ zerofill$/i.test(printed)) return printed
  return printed
    .replace(/ \/\*M?!\d+ [^']*\*\/$/, '')
    .replace(/^((?:small|medium|big)?int|year)\(\d+\)/i, '$1')
    .replace(/^tinyint\((?!1\)$)\d+\)/i, 'tinyint')
}

/**
 * The labels of an enum in their order, from `enum('a','it''s')`; null for any other type. A `set` has none: its
 * values are lists of them.
 */
export function enumLabels(printed: string): readonly string[] | null {
  const list = /^enum\((.*)\)/is.exec(printed)?.[1]
  if (list === undefined) return null
  return [...list.matchAll(/'((?:[^'\\]|''|\\.)*)'/gs)].map(([, label = '']) =>
    label.replace(/''|\\(.)/gs, (_, escaped: string | undefined) =>
      escaped === undefined ? "'" : (ESCAPES[escaped] ?? escaped),
    ),
  )
}

/** As the server prints them (`append_unescaped`). */
const ESCAPES: Readonly<Record<string, string>> = { 0: '\0', n: '\n', r: '\r' }
