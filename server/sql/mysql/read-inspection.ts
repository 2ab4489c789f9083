import { readExpression } from './read-expression.ts'
import { readName, readPath } from './read-name.ts'
import { readQuery, startsQuery } from './read-query.ts'
import { addTable } from './reading.ts'
import type { Reading } from './reading.ts'
import type { Token } from './token.ts'

/** EXPLAIN of a query, or SHOW and DESCRIBE of what everybody may know of tables. */
export interface Inspection {
  inspects: 'EXPLAIN' | 'SHOW'
  command: string
}

/** Lists that show no more than the parts of information_schema that queries may read. */
const LISTS = new Set([
  'DATABASES',
  'SCHEMAS',
  'CHARSET',
  'CHARACTER SET',
  'COLLATION',
  'ENGINES',
  'STORAGE ENGINES',
])
const CREATE_OF_A_SCHEMA = new Set(['CREATE DATABASE', 'CREATE SCHEMA'])
const LISTS_OF_TABLES = new Set(['TABLES', 'TABLE STATUS'])
const LISTS_OF_A_TABLE = new Set(['COLUMNS', 'FIELDS', 'INDEX', 'INDEXES', 'KEYS'])
const FORMATS = ['JSON', 'TREE', 'TRADITIONAL']

/**
 * Null, and nothing taken, for what is neither, and for what shows more: settings, state, sessions, accounts, code,
 * and plans of statements that would run (ANALYZE) or change something.
 */
export function readInspection(reading: Reading): Inspection | null {
  if (reading.isWord('EXPLAIN', 'DESCRIBE', 'DESC')) return readExplain(reading)
  return reading.isWord('SHOW') ? readShow(reading) : null
}

function readExplain(reading: Reading): Inspection | null {
  const ahead = lengthOfOptions(reading)
  const next = reading.peek(ahead)
  const query = ['SELECT', 'WITH', 'TABLE', 'VALUES'].includes(next.word) || next.text === '('
  const table =
    ahead === 1 && (next.kind === 'QUOTED' || (next.kind === 'WORD' && !STATEMENTS.has(next.word)))
  if (!query && !table) return null
  for (let taken = 0; taken < ahead; taken++) reading.take()
  if (query && (startsQuery(reading) || reading.isSymbol('('))) {
    readQuery(reading)
    return { inspects: 'EXPLAIN', command: `EXPLAIN ${reading.facts.changes[0]?.words ?? 'SELECT'}` }
  }
  // DESCRIBE t, and the columns of it that a name or pattern picks.
  addTable(reading, readPath(reading))
  if (reading.peek().kind === 'STRING') reading.take()
  else if (reading.peek().kind !== 'END' && !reading.isSymbol(';')) readName(reading)
  return { inspects: 'SHOW', command: 'DESCRIBE' }
}

/** Words behind EXPLAIN that are no table: statements that it can plan, or run. */
const STATEMENTS = new Set(
  'ANALYZE CONNECTION DELETE EXTENDED FOR FORMAT INSERT INTO PARTITIONS REPLACE SCHEMA UPDATE'.split(' '),
)

/** EXPLAIN itself and the options that only say how the plan is written. */
function lengthOfOptions(reading: Reading): number {
  if (['EXTENDED', 'PARTITIONS'].includes(reading.peek(1).word)) return 2
  const formatted = reading.peek(1).word === 'FORMAT' && reading.isSymbol('=', 2)
  return formatted && FORMATS.includes(reading.peek(3).word) ? 4 : 1
}

function readShow(reading: Reading): Inspection | null {
  let ahead = 1
  for (const option of ['EXTENDED', 'FULL']) if (reading.peek(ahead).word === option) ahead++
  const words = [reading.peek(ahead).word, reading.peek(ahead + 1).word]
  const what = [words[0] ?? '', words.join(' ')]
  const known = [...LISTS, ...LISTS_OF_TABLES, ...LISTS_OF_A_TABLE, ...CREATE_OF_A_SCHEMA]
  known.push('CREATE TABLE', 'CREATE VIEW')
  const name = what.reverse().find(candidate => known.includes(candidate))
  if (name === undefined) return null
  for (let taken = 0; taken < ahead + name.split(' ').length; taken++) reading.take()
  if (CREATE_OF_A_SCHEMA.has(name)) addSchema(reading, readName(reading))
  else if (name.startsWith('CREATE')) addTable(reading, readPath(reading))
  else if (LISTS_OF_TABLES.has(name)) readSchema(reading)
  else if (LISTS_OF_A_TABLE.has(name)) readTableAndSchema(reading)
  if (!name.startsWith('CREATE')) readFilter(reading)
  return { inspects: 'SHOW', command: `SHOW ${name}` }
}

function readSchema(reading: Reading): void {
  addSchema(reading, reading.takeWord('FROM', 'IN') === null ? null : readName(reading))
}

/** Counts as a table of that schema, or of the connection's own, without a name, so that the schema is judged. */
function addSchema(reading: Reading, named: Token | null): void {
  const { start, end } = named ?? reading.last()
  reading.facts.tables.push({ schema: named?.text ?? null, name: '*', start, end })
}

/** `FROM t FROM s` is `FROM s.t`. */
function readTableAndSchema(reading: Reading): void {
  reading.expectWord('FROM', 'IN')
  const path = readPath(reading)
  if (reading.takeWord('FROM', 'IN') === null) return addTable(reading, path)
  const schema = readName(reading)
  const table = path.at(-1)
  if (table === undefined || path.length > 1) return reading.fail()
  reading.facts.tables.push({ schema: schema.text, name: table.text, start: table.start, end: schema.end })
}

/** A pattern, or a condition that may call functions and hold sub-selects as any other. */
function readFilter(reading: Reading): void {
  if (reading.takeWord('LIKE') !== null) {
    if (reading.take().kind !== 'STRING') reading.fail(reading.last())
  } else if (reading.takeWord('WHERE') !== null) readExpression(reading)
}
