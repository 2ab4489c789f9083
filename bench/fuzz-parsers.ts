/**
 * Throws text at the guard of both engines: SQL made by a grammar, statements of the guard's corpora spliced into each
 * other and sown with what lexers read in different ways, and noise. Nothing may throw, nothing may take longer than a
 * second for a short text, and what the guard allows is run in a READ ONLY transaction of a real server, which must not
 * call it a write or several statements; and the second reader of MySQL, which is shown the pieces of a text, has to
 * find the same in the whole of it, where it can read that.
 * Usage: npx tsx bench/fuzz-parsers.ts [minutes] [seed]   Starts servers of its own in a temporary folder.
 */
import fc from 'fast-check'
import { createConnection } from 'mysql2/promise'
import type { RowDataPacket } from 'mysql2/promise'
import postgres from 'postgres'
import type { Engine } from '../server/domain.ts'
import { createGuard } from '../server/guard/guard.ts'
import type { GuardFacts, GuardFunction } from '../server/guard/guard.ts'
import { differenceBetween } from '../server/sql/mysql/agreement.ts'
import { lex } from '../server/sql/mysql/lexer.ts'
import { readingsOfWhole } from '../server/sql/mysql/second-reading.ts'
import { loadSqlParsers } from '../server/sql/sql.ts'
import type { Statement } from '../server/sql/sql.ts'
import { MYSQL_HARMFUL } from '../tests/guard-corpus/mysql/harmful.ts'
import { MYSQL_HARMLESS } from '../tests/guard-corpus/mysql/harmless.ts'
import { POSTGRES_HARMFUL } from '../tests/guard-corpus/postgres/harmful.ts'
import { POSTGRES_HARMLESS } from '../tests/guard-corpus/postgres/harmless.ts'
import { startServers } from '../tests/fixtures/global-setup.ts'

const MINUTES = Number(process.argv[2] ?? 10)
const SEED = Number(process.argv[3] ?? Date.now() % 1_000_000)
const MAX_MS = 1_000
const ENGINES = ['POSTGRES', 'MYSQL'] as const
/** MariaDB runs statements that write without a complaint where nothing is there to write; but they have no columns. */
const NO_RESULT = 'statement without a result'
const SEVERAL = 'several statements'
const WRITES = new Set([
  NO_RESULT,
  SEVERAL,
  '25006',
  'ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION',
  'ER_OPTION_PREVENTS_STATEMENT',
  'ER_CANT_UPDATE_WITH_READLOCK',
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
/** What lexers read in different ways: ends of strings and comments, blanks, quotes, code in comments. */
const trap = fc.constantFrom(
  ...[
    '/*',
    '*/',
    '/*!',
    '/*!50000 ',
    '/*M!',
    '/*+',
    '--',
    '-- ',
    '--\t',
    '#',
    '\n',
    '\r',
    '\f',
    '\v',
    '\0',
    '\u00a0',
  ],
  ...[
    "'",
    "''",
    "\\'",
    '"',
    '""',
    '`',
    '``',
    "E'",
    "e'\\''",
    "U&'",
    'U&"',
    "N'",
    "n'",
    "x'",
    "b'",
    "_utf8'",
    "_x'",
  ],
  ...[
    '$$',
    '$a$',
    '$',
    'a$b',
    '$1',
    '?',
    '@',
    '@@',
    ':=',
    '::',
    '{',
    '}',
    '{fn ',
    '{d ',
    ';',
    ';;',
    '\\',
    '\u200b',
    '\ufeff',
  ],
  ...[
    "uescape '!'",
    '1e',
    '1e5',
    '0x',
    '0xg',
    '1a',
    '.1',
    '1.',
    '..',
    '!',
    '~',
    '|/',
    '@-',
    '<->',
    '->>',
    '=>',
    ',',
    '(',
    ')',
  ],
  ...['😀', '\ud800', 'é', 'ſelect', 'ı', 'İ', '\u2028', '\u0085', '\x1a', 'delimiter //', '\\g', '\\!'],
)
const corpora: Readonly<Record<(typeof ENGINES)[number], readonly string[]>> = {
  POSTGRES: [...POSTGRES_HARMFUL, ...POSTGRES_HARMLESS].map(({ sql }) => sql),
  MYSQL: [...MYSQL_HARMFUL, ...MYSQL_HARMLESS].map(({ sql }) => sql),
}
const known = fc.constantFrom(...corpora.POSTGRES, ...corpora.MYSQL)
const place = fc.double({ min: 0, max: 1, noNaN: true })
const at = (sql: string, share: number): number => Math.floor(sql.length * share)
/** A statement of the corpora with a part of it gone, doubled, or exchanged for a trap, a word or a part of another one. */
const changed = fc
  .tuple(
    known,
    fc.array(fc.tuple(place, place, fc.oneof(trap, sign, word, known, fc.constant(''))), { maxLength: 4 }),
  )
  .map(([sql, changes]) =>
    changes.reduce((text, [from, length, by]) => {
      const start = at(text, from)
      const inserted = by.length > 20 ? by.slice(at(by, length), at(by, length) + 60) : by
      return text.slice(0, start) + inserted + text.slice(start + at('x'.repeat(12), length))
    }, sql),
  )
/** Two statements cut at blanks and put together. */
const crossed = fc.tuple(known, known, place, place).map(([left, right, first, second]) => {
  const [a, b] = [left.split(' '), right.split(' ')]
  return [...a.slice(0, Math.floor(a.length * first)), ...b.slice(Math.floor(b.length * second))].join(' ')
})
/** Traps sown between and into the words of a query that the grammar makes. */
const sown = fc
  .tuple(query, fc.array(fc.tuple(place, trap), { minLength: 1, maxLength: 3 }))
  .map(([sql, traps]) =>
    traps.reduce(
      (text, [where, by]) => text.slice(0, at(text, where)) + by + text.slice(at(text, where)),
      sql,
    ),
  )
const noise = fc.array(fc.oneof(word, sign, call, trap), { maxLength: 30 }).map(parts => parts.join(' '))
const text = fc.oneof(
  { weight: 6, arbitrary: query },
  { weight: 8, arbitrary: changed },
  { weight: 3, arbitrary: crossed },
  { weight: 3, arbitrary: sown },
  { weight: 1, arbitrary: noise },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 200 }) },
)

const guard = createGuard({ parsers: await loadSqlParsers() })
const { provided, stop } = await startServers()
const found: string[] = []
const counts = { texts: 0, allowed: 0, ran: 0, readWhole: 0, slowestMs: 0 }
try {
  if ('missing' in provided.mysql) throw new Error(provided.mysql.missing)
  const pg = postgres(provided.postgresUrl, { max: 1, onnotice: () => undefined })
  const my = await createConnection({ uri: provided.mysql.url, multipleStatements: false })
  await pg.unsafe(`
    create table t (a int, b int); create table u (a int, b int); create table customers (id int, name text);
    create table orders (id int, customer_id int, total numeric, placed_at timestamptz, note text, tags text[], doc jsonb);
    create function leave_trace(text) returns text language plpgsql as 'begin insert into t values (1, 1); return $1; end';
    insert into t values (1, 2); insert into orders values (1, 1, 9.5, now(), 'a', '{x}', '{}')`)
  for (const sql of [
    'create database fuzz',
    'use fuzz',
    'create table t (a int, b int)',
    'create table u (a int, b int)',
    'create table customers (id int, name text)',
    'create table orders (id int, customer_id int, total decimal(9, 2), placed_at datetime, note text, tags text, doc json)',
    `insert into orders values (1, 1, 9.5, now(), 'a', 'x', '{}')`,
    `set session sql_mode = 'STRICT_TRANS_TABLES', max_statement_time = 0.5`,
  ])
    await my.query(sql)
  const factsOf: Readonly<Record<(typeof ENGINES)[number], GuardFacts>> = {
    POSTGRES: { ...factsWith(await functionsOf(pg)), serverVersionNumber: 180_000, searchPath: ['public'] },
    MYSQL: { ...factsWith([]), serverVersionNumber: 101_106, searchPath: ['fuzz'] },
  }
  const run: Readonly<Record<(typeof ENGINES)[number], (sql: string) => Promise<void>>> = {
    POSTGRES: async sql => {
      await pg.begin('read only', async tx => {
        await tx`set local statement_timeout = '500ms'`
        await tx.unsafe(sql, [], { prepare: true })
      })
    },
    async MYSQL(sql) {
      await my.query('start transaction read only')
      try {
        const [, fields] = await my.execute<RowDataPacket[]>(sql)
        if ((fields as unknown) === undefined) throw Object.assign(new Error(NO_RESULT), { code: NO_RESULT })
      } finally {
        my.unprepare(sql)
        await my.query('rollback')
      }
    },
  }
  const until = Date.now() + MINUTES * 60_000
  for (let round = 0; Date.now() < until; round++)
    for (const sql of fc.sample(text, { numRuns: 200, seed: SEED + round }))
      for (const engine of ENGINES) await tryOut(engine, sql, factsOf[engine], run[engine])
  await Promise.all([pg.end(), my.end()])
} finally {
  await stop()
}
console.log(
  `${counts.texts} texts in ${MINUTES} minutes, seed ${SEED}: ${counts.allowed} allowed, ${counts.ran} of them run by the server`,
)
console.log(`${counts.readWhole} of MySQL read whole as well as in pieces`)
console.log(`slowest ${counts.slowestMs.toFixed(0)} ms; found ${found.length}`)
for (const line of found.slice(0, 20)) console.log(line)
process.exitCode = found.length === 0 ? 0 : 1

async function tryOut(
  engine: Engine,
  sql: string,
  facts: GuardFacts,
  run: (sql: string) => Promise<void>,
): Promise<void> {
  counts.texts++
  const start = performance.now()
  let allowed = false
  let statement: Statement | null = null
  try {
    ;({ allowed, statement } = guard.judge({ engine, sql, facts }))
  } catch (error) {
    found.push(`${engine} throws ${String(error)}: ${JSON.stringify(sql)}`)
  }
  const elapsedMs = performance.now() - start
  counts.slowestMs = Math.max(counts.slowestMs, elapsedMs)
  if (elapsedMs > MAX_MS) found.push(`${engine} takes ${elapsedMs.toFixed(0)} ms: ${JSON.stringify(sql)}`)
  if (!allowed) return
  counts.allowed++
  if (engine === 'MYSQL' && statement !== null && readsWholeOtherwise(sql, statement))
    found.push(`${engine} reads the whole otherwise than its pieces: ${JSON.stringify(sql)}`)
  try {
    await run(sql)
    counts.ran++
  } catch (error) {
    const several = /multiple commands/.test(String(error))
    const code = several ? SEVERAL : String((error as { code?: unknown }).code)
    if (WRITES.has(code)) found.push(`${engine} calls it a write (${code}): ${JSON.stringify(sql)}`)
  }
}

function readsWholeOtherwise(sql: string, statement: Statement): boolean {
  const readings = [...readingsOfWhole(sql, lex(sql).slice(0, -1))]
  if (readings.length > 0) counts.readWhole++
  return readings.length > 0 && readings.every(facts => differenceBetween(statement, facts) !== null)
}

/** All that a PostgreSQL has, with the labels that it gives them. */
async function functionsOf(pg: postgres.Sql): Promise<readonly GuardFunction[]> {
  const labels = { i: 'IMMUTABLE', s: 'STABLE', v: 'VOLATILE' } as const
  const rows = await pg<{ schema: string; name: string; label: 'i' | 's' | 'v' }[]>`
    select n.nspname as schema, p.proname as name, p.provolatile::text as label
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace`
  return rows.map(({ schema, name, label }) => ({
    schema,
    name,
    volatility: labels[label],
    builtIn: schema === 'pg_catalog',
  }))
}

function factsWith(functions: readonly GuardFunction[]): GuardFacts {
  return {
    serverVersionNumber: 0,
    searchPath: [],
    functions,
    relations: [],
    types: [],
    operators: [],
    casts: [],
  }
}
