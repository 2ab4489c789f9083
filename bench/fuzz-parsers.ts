/**
 * Throws generated SQL and noise at the readers of both engines: none may throw, and none may take longer than a second
 * for a short text. What a reader calls a plain read is then planned (EXPLAIN, PostgreSQL) or prepared (MariaDB) in a
 * read-only session of a real server, which must not call it a write.
 * Usage: npx tsx bench/fuzz-parsers.ts [minutes]   Starts servers of its own in a temporary folder.
 */
import fc from 'fast-check'
import { createConnection } from 'mysql2/promise'
import postgres from 'postgres'
import type { Engine } from '../server/domain.ts'
import { loadSqlParsers } from '../server/sql/sql.ts'
import { startServers } from '../tests/fixtures/global-setup.ts'

const MINUTES = Number(process.argv[2] ?? 10)
const MAX_MS = 1_000
const ENGINES: readonly Engine[] = ['POSTGRES', 'MYSQL']
/** What servers say of a statement that writes. MariaDB prepares those too, but they have no columns. */
const NO_RESULT = 'statement without a result'
const WRITES = new Set([
  NO_RESULT,
  '25006',
  'ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION',
  'ER_OPTION_PREVENTS_STATEMENT',
])

const word = fc.constantFrom(
  ...`a b t u s.t x.y \`t\` "t" t.a 1 0x1F .5 5. 'x' "y" 'it''s' '\\\\' N'x' _utf8mb4'x' $1 ? @a @@version null true
  current_date rank rows position select.a é 😀 {d '2020-01-01'}`.split(/\s+/),
)
const sign = fc.constantFrom(
  ...`+ - -- * / % = <> <=> < >= and or xor like in is not between || && -> ->> :: := mod div collate . , ; ( ) #
  /* */ /*! /*+ for update into outfile limit union intersect except order by group having window with recursive lock
  share returning lateral natural join left on using`.split(/\s+/),
)
const call = fc.constantFrom(
  ...`f s.f lower count cast convert sleep if mod position trim date \`f\``.split(' '),
)

const { query } = fc.letrec<{ expression: string; item: string; query: string; statement: string }>(tie => ({
  expression: fc.oneof(
    { maxDepth: 5, depthSize: 'small' },
    word,
    fc.tuple(tie('expression'), sign, tie('expression')).map(parts => parts.join(' ')),
    fc.tuple(call, tie('expression')).map(([name, inner]) => `${name}(${inner})`),
    tie('query').map(inner => `(${inner})`),
    tie('expression').map(inner => `cast(${inner} as unsigned)`),
    tie('expression').map(inner => `case when ${inner} then 1 end`),
  ),
  item: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    word,
    fc.tuple(tie('item'), sign, tie('item')).map(parts => parts.join(' ')),
    fc.tuple(tie('item'), tie('item'), tie('expression')).map(([a, b, on]) => `${a} join ${b} on ${on}`),
    tie('query').map(inner => `(${inner}) x`),
  ),
  query: fc.oneof(
    { maxDepth: 5, depthSize: 'small' },
    tie('expression').map(what => `select ${what}`),
    fc.tuple(tie('expression'), tie('item')).map(([what, from]) => `select ${what} from ${from}`),
    fc
      .tuple(tie('item'), tie('expression'), tie('expression'))
      .map(([from, where, order]) => `select * from ${from} where ${where} order by ${order} limit 1`),
    fc.tuple(tie('statement'), tie('query')).map(([inner, outer]) => `with t as (${inner}) ${outer}`),
    fc.tuple(tie('query'), tie('query')).map(([a, b]) => `(${a}) union ${b}`),
    tie('statement'),
  ),
  statement: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    tie('query'),
    fc.constantFrom(
      'insert into t values (1)',
      'update t set a = 1',
      'delete from t',
      'table t',
      'values (1)',
    ),
    fc.constantFrom(
      'show tables',
      'describe t',
      'call f()',
      'set a = 1',
      'create table z (a int)',
      'do sleep(0)',
    ),
    tie('query').map(inner => `explain ${inner}`),
    tie('query').map(inner => `create table z as ${inner}`),
    fc
      .tuple(
        tie('query'),
        fc.constantFrom(';', ' for update', ' for share', ' into @a', ' into z', ' -- x', '\0'),
      )
      .map(parts => parts.join('')),
  ),
}))
const text = fc.oneof(
  { weight: 8, arbitrary: query },
  {
    weight: 2,
    arbitrary: fc.array(fc.oneof(word, sign, call), { maxLength: 30 }).map(parts => parts.join(' ')),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 200 }) },
)

const parsers = await loadSqlParsers()
const { provided, stop } = await startServers()
const found: string[] = []
const counts = { texts: 0, reads: 0, accepted: 0, slowestMs: 0 }
try {
  if ('missing' in provided.mysql) throw new Error(provided.mysql.missing)
  const pg = postgres(provided.postgresUrl, { max: 1, onnotice: () => undefined })
  const my = await createConnection({ uri: provided.mysql.url, multipleStatements: false })
  await pg.unsafe(
    'create table t (a int, b int); create table u (a int, b int); set default_transaction_read_only = on',
  )
  await my.query('create database fuzz')
  await my.query('use fuzz')
  await my.query('create table t (a int, b int)')
  await my.query('create table u (a int, b int)')
  await my.query(`set session sql_mode = 'STRICT_TRANS_TABLES'`)
  await my.query('set session transaction read only')
  const plan: Readonly<Record<string, (sql: string) => Promise<unknown>>> = {
    POSTGRES: sql => pg.unsafe(`explain ${sql}`),
    MYSQL: prepare,
  }
  async function prepare(sql: string): Promise<void> {
    const prepared = await my.prepare(sql)
    const { columns } = (prepared as unknown as { statement: { columns?: readonly unknown[] } }).statement
    await prepared.close()
    if ((columns ?? []).length === 0) throw Object.assign(new Error(NO_RESULT), { code: NO_RESULT })
  }
  const until = Date.now() + MINUTES * 60_000
  while (Date.now() < until)
    for (const sql of fc.sample(text, 200))
      for (const engine of ENGINES) await tryOut(engine, sql, plan[engine])
  await Promise.all([pg.end(), my.end()])
} finally {
  await stop()
}
console.log(
  `${counts.texts} texts in ${MINUTES} minutes: ${counts.reads} called plain reads, ${counts.accepted} of them taken by the server`,
)
console.log(`slowest ${counts.slowestMs.toFixed(0)} ms; found ${found.length}`)
for (const line of found.slice(0, 20)) console.log(line)
process.exitCode = found.length === 0 ? 0 : 1

async function tryOut(engine: Engine, sql: string, plan?: (sql: string) => Promise<unknown>): Promise<void> {
  counts.texts++
  const start = performance.now()
  let reads = false
  try {
    const parsed = parsers[engine]?.parse(sql)
    const only = parsed?.ok === true && parsed.statements.length === 1 ? parsed.statements[0] : undefined
    reads =
      only?.reads === true &&
      only.inspects === undefined &&
      [only.changes, only.intos, only.locks, only.parameters, only.unknownSyntax].every(
        list => list.length === 0,
      )
  } catch (error) {
    found.push(`${engine} throws ${String(error)}: ${JSON.stringify(sql)}`)
  }
  const elapsedMs = performance.now() - start
  counts.slowestMs = Math.max(counts.slowestMs, elapsedMs)
  if (elapsedMs > MAX_MS) found.push(`${engine} takes ${elapsedMs.toFixed(0)} ms: ${JSON.stringify(sql)}`)
  if (!reads || plan === undefined) return
  counts.reads++
  try {
    await plan(sql)
    counts.accepted++
  } catch (error) {
    const code = String((error as { code?: unknown }).code)
    if (WRITES.has(code)) found.push(`${engine} calls it a write (${code}): ${JSON.stringify(sql)}`)
  }
}
