import type { Dialect } from '../../databases/database.ts'
import type { ColumnType, PlainType } from '../../databases/ddl.ts'
import type { Catalog } from '../../domain.ts'
import { nameWords, singular } from './names.ts'

const NUMBER_WORDS: Readonly<Record<string, number>> = {
  no: 0,
  zero: 0,
  one: 1,
  a: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  eight: 8,
  ten: 10,
}
const NUMBER = '\\d+|zero|one|two|three|four|five|six|eight|ten'
const count = (word: string) => NUMBER_WORDS[word.toLowerCase()] ?? Number(word)

/** More digits than this no engine has. */
const MOST_DIGITS = 38

type Reader = readonly [RegExp, (match: RegExpExecArray, catalog: Catalog, dialect: Dialect) => ColumnType]
const plain = (kind: PlainType) => (): ColumnType => ({ kind })
const decimal = (precision: number, scale: number): ColumnType => ({
  kind: 'DECIMAL',
  precision: Math.min(precision, MOST_DIGITS),
  scale: Math.min(scale, precision, MOST_DIGITS),
})
const rx = (source: string) => new RegExp(`^(?:${source})$`, 'iu')

const CHARACTERS = '(?:characters?|chars?|letters?)'
const DECIMALS =
  '(?:decimals?|decimal places?|decimal digits?|digits? after the (?:decimal )?(?:point|comma)|fractional digits?|digits?)'
const LONG = `(?:up to|at most|max(?:imum)?(?: of)?|with(?: up to| at most)?|of(?: up to| at most)?|no (?:more|longer) than)`

/** How people and engines call types. */
const TYPES: readonly Reader[] = [
  [
    rx('(?:varchar|nvarchar|character varying|string|text|varchar2)\\s*\\(?\\s*(\\d+)\\s*\\)?'),
    ([, n]) => ({ kind: 'VARCHAR', length: Number(n) }),
  ],
  [
    rx(`(?:(?:an? )?(?:text|string|varchar)\\s+)?${LONG}\\s+(\\d+) ${CHARACTERS}(?: long)?`),
    ([, n]) => ({ kind: 'VARCHAR', length: Number(n) }),
  ],
  [
    rx(`(\\d+)[ -]${CHARACTERS}(?: (?:text|string|varchar))?`),
    ([, n]) => ({ kind: 'VARCHAR', length: Number(n) }),
  ],
  [rx('(?:char|character)\\s*\\(?\\s*(\\d+)\\s*\\)?'), ([, n]) => ({ kind: 'CHAR', length: Number(n) })],
  [
    rx('(?:decimal|numeric|number)\\s*\\(?\\s*(\\d+)\\s*,\\s*(\\d+)\\s*\\)?'),
    ([, p, s]) => decimal(Number(p), Number(s)),
  ],
  [rx('(?:decimal|numeric)\\s*\\(\\s*(\\d+)\\s*\\)'), ([, p]) => decimal(Number(p), 0)],
  [
    rx(`(?:decimal|numeric|number|amount)\\s+(?:with|of|to|and)\\s+(${NUMBER}) ${DECIMALS}`),
    ([, s = '2']) => decimal(10 + Math.max(0, count(s) - 2), count(s)),
  ],
  [
    rx(`with (${NUMBER}) ${DECIMALS.replace('|digits?)', ')')}`),
    ([, s = '2']) => decimal(10 + Math.max(0, count(s) - 2), count(s)),
  ],
  [rx('decimal(?: number)?|numeric|money|currency|price|decimals'), () => decimal(10, 2)],
  [rx('varchar|string|short text|character varying|nvarchar'), (_, __, { ddl }) => ddl.plainText],
  [rx('text|long ?text|longer text|free text|clob|mediumtext'), plain('TEXT')],
  [rx('big ?int(?:eger)?|int8|long|big integer'), plain('BIGINT')],
  [rx('small ?int(?:eger)?|int2|tinyint|small integer'), plain('SMALLINT')],
  [rx('int(?:eger)?|int4|whole number|number|numbers|integers|whole numbers'), plain('INTEGER')],
  [rx('float|real|float4'), plain('REAL')],
  [rx('double(?: precision)?|float8|floating point(?: number)?'), plain('DOUBLE')],
  [rx('bool(?:ean)?(?: flag)?|yes/no|true/false|flag|yes or no|true or false|checkbox'), plain('BOOLEAN')],
  [rx('date'), plain('DATE')],
  [rx('time|time of day'), plain('TIME')],
  [
    rx('timestamptz|timestamp with (?:a )?time ?zone|date ?time with (?:a )?time ?zone'),
    plain('TIMESTAMP_WITH_ZONE'),
  ],
  [rx('timestamp without (?:a )?time ?zone'), plain('TIMESTAMP')],
  [
    rx('timestamp|date ?time|date and time|time ?stamp|moment'),
    (_, catalog, dialect) => momentOf(catalog, dialect),
  ],
  [rx('jsonb?|json document'), plain('JSON')],
  [rx('uuid|guid'), plain('UUID')],
  [rx('bytea|blob|binary|longblob|bytes'), plain('BINARY')],
]

/** The type that is called so; null where none is. */
export function typeCalled(words: string, catalog: Catalog, dialect: Dialect): ColumnType | null {
  const text = words
    .trim()
    .replace(/^(?:an?|the)\s+/iu, '')
    .replace(/\s+(?:type|value|values|column|field)$/iu, '')
  for (const [pattern, build] of TYPES) {
    const match = pattern.exec(text)
    if (match !== null) return build(match, catalog, dialect)
  }
  return null
}

/** What stands for a type wherever it stands: nobody calls a column so. */
export const STRONG_TYPE =
  'boolean flag|bool flag|yes/no|true/false|n?varchar\\s*\\(\\s*\\d+\\s*\\)|varchar \\d+|character varying\\s*\\(\\s*\\d+\\s*\\)|character varying|n?varchar|char\\s*\\(\\s*\\d+\\s*\\)|(?:decimal|numeric)\\s*\\(\\s*\\d+\\s*(?:,\\s*\\d+\\s*)?\\)|decimal|numeric|bigint|smallint|tinyint|integer|int|boolean|bool|timestamptz|timestamp(?: with(?:out)? time zone)?|datetime|jsonb?|uuid|bytea|blob|double precision|double|float|string'

/** A moment as this database has them, by the most of its columns. */
export function momentOf({ tables }: Catalog, { ddl }: Dialect): ColumnType {
  const counts = new Map<string, number>()
  for (const { kind, type } of tables.flatMap(({ columns }) => columns))
    if (kind === 'TIMESTAMP' && /^[\w ]+$/u.test(type)) counts.set(type, (counts.get(type) ?? 0) + 1)
  const [most] = [...counts].sort(([, a], [, b]) => b - a)
  return most === undefined ? ddl.plainMoment : { kind: 'NATIVE', sql: most[0] }
}

const LAST_WORDS: readonly (readonly [RegExp, (catalog: Catalog, dialect: Dialect) => ColumnType])[] = [
  [/^(?:at|timestamp|datetime)$/u, momentOf],
  [/^(?:on|date|day|birthday|birthdate|dob|deadline|expiry|until|since|due)$/u, plain('DATE')],
  [
    /^(?:price|amount|cost|total|subtotal|salary|wage|fee|balance|revenue|budget|tax|discount|deposit|refund|turnover|spend|limit)$/u,
    () => decimal(10, 2),
  ],
  [/^(?:percent|percentage|pct|rate|ratio)$/u, () => decimal(5, 2)],
  [/^(?:weight|height|width|depth|distance|temperature)$/u, () => decimal(10, 2)],
  [/^(?:latitude|longitude|lat|lng|lon)$/u, () => decimal(9, 6)],
  [
    /^(?:count|counter|quantity|qty|age|year|stock|point|level|priority|position|rank|rating|score|duration|minute|second|hour|size|version|capacity|unit|seat|stars?|number of.*|sort|attempt|visit|view|like)$/u,
    plain('INTEGER'),
  ],
  [/^(?:uuid|guid)$/u, plain('UUID')],
  [/^(?:json|metadata|setting|preference|payload|attributes)$/u, plain('JSON')],
  [
    /^(?:description|note|comment|bio|biography|body|content|summary|remark|message|detail|text|review|reason|feedback|instruction)$/u,
    plain('TEXT'),
  ],
]

const FLAG =
  /^(?:is|has|can|should|allow|allows|was|needs|wants|accepts|active|enabled|disabled|verified|deleted|archived|published|subscribed|hidden|locked|blocked|completed|paid|approved)$/u

/** What a column of that name holds, as people mean it; text where the name says nothing. */
export function typeByName(name: string, catalog: Catalog, dialect: Dialect): ColumnType {
  const words = nameWords(name)
  const last = words.at(-1) ?? ''
  const first = words[0] ?? ''
  const isFlag = /^(?:is|has|can|should|was)$/u.test(first) && words.length > 1
  if (isFlag || last === 'flag' || (FLAG.test(last) && !/^(?:is|has|can|was)$/u.test(last)))
    return { kind: 'BOOLEAN' }
  if (first === 'number' && words[1] === 'of') return { kind: 'INTEGER' }
  const found = LAST_WORDS.find(([pattern]) => pattern.test(last) || pattern.test(singular(last)))
  if (found !== undefined) return found[1](catalog, dialect)
  return last === 'id' ? { kind: 'INTEGER' } : dialect.ddl.plainText
}

/** A flag that nobody has set is not set. */
export function isFlagByName(name: string): boolean {
  return /^(?:is|has)$/u.test(nameWords(name)[0] ?? '') && nameWords(name).length > 1
}

/** What is true of the values of a type, as far as their literals go. */
export function holds(
  type: ColumnType,
): 'text' | 'number' | 'boolean' | 'date' | 'time' | 'moment' | 'other' {
  switch (type.kind) {
    case 'VARCHAR':
    case 'CHAR':
    case 'TEXT':
      return 'text'
    case 'DECIMAL':
    case 'SMALLINT':
    case 'INTEGER':
    case 'BIGINT':
    case 'REAL':
    case 'DOUBLE':
      return 'number'
    case 'BOOLEAN':
      return 'boolean'
    case 'DATE':
      return 'date'
    case 'TIME':
      return 'time'
    case 'TIMESTAMP':
    case 'TIMESTAMP_WITH_ZONE':
      return 'moment'
    case 'NATIVE':
      return holdsNative(type.sql)
    default:
      return 'other'
  }
}

export function holdsNative(type: string): ReturnType<typeof holds> {
  if (/^(?:bool|tinyint\(1\)|bit\(1\))/iu.test(type)) return 'boolean'
  if (/^(?:timestamp|datetime)/iu.test(type)) return 'moment'
  if (/^date/iu.test(type)) return 'date'
  if (/^time/iu.test(type)) return 'time'
  if (/^(?:(?:tiny|medium|long|var)?(?:text|char)|character|enum|citext|bpchar|name)/iu.test(type))
    return 'text'
  if (/^(?:(?:small|big|tiny|medium)?int|numeric|decimal|real|double|float|money|year)/iu.test(type))
    return 'number'
  return 'other'
}
