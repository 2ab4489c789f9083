/**
 * How long the guard judges 5 kB of SQL, against the bare parser of the same engine in the same run, and how long it
 * takes to refuse 1 MB, deep brackets and half characters.
 * Usage: npx tsx bench/guard.ts [times]   Needs no server.
 */
import { parseSync } from 'libpg-query'
import { parse } from 'sql-parser-cst'
import type { Engine } from '../server/domain.ts'
import { createGuard } from '../server/guard/guard.ts'
import type { GuardFacts } from '../server/guard/guard.ts'
import { loadSqlParsers } from '../server/sql/sql.ts'

const TIMES = Number(process.argv[2] ?? 200)
const parsers = await loadSqlParsers()
const guard = createGuard({ parsers })
// No functions: what the statements call is looked up all the same, and refused on PostgreSQL.
const facts: GuardFacts = {
  serverVersionNumber: 180_000,
  searchPath: ['public'],
  functions: [],
  relations: [],
  types: [],
  operators: [],
  casts: [],
}
const judge = (engine: Engine, sql: string): unknown => guard.judge({ engine, sql, facts })

const BARE: Readonly<Partial<Record<Engine, (sql: string) => unknown>>> = {
  POSTGRES: parseSync,
  MYSQL: sql => parse(sql, { dialect: 'mariadb' }),
}

for (const engine of ['POSTGRES', 'MYSQL'] as const) {
  const bare = BARE[engine]
  if (bare === undefined) continue
  const read = measure(text => parsers[engine]?.parse(text))
  const first = measure(text => judge(engine, text))
  const again = measure(text => judge(engine, text), 1)
  const alone = measure(bare)
  console.log(`${engine}, 5 kB: guard ${shown(first)}, the same text again ${shown(again)}`)
  console.log(
    `  our reading ${shown(read)}, bare parser ${shown(alone)}, ratio of the medians ${(first.p50 / alone.p50).toFixed(1)}`,
  )
  for (const [name, text] of refused()) {
    const start = performance.now()
    const result = parsers[engine]?.parse(text)
    const elapsedMs = performance.now() - start
    console.log(`  ${name}: ${result?.ok === false ? 'refused' : 'READ'} in ${elapsedMs.toFixed(1)} ms`)
  }
}

/** Every text is another one, as nothing is kept of it; with `texts` they come again. */
function measure(run: (sql: string) => unknown, texts = TIMES): { p50: number; p99: number } {
  const times: number[] = []
  for (let time = 0; time < TIMES + 20; time++) {
    const sql = analysis(5_000, time % texts)
    const start = performance.now()
    run(sql)
    if (time >= 20) times.push(performance.now() - start)
  }
  times.sort((a, b) => a - b)
  const at = (share: number): number => times[Math.floor(times.length * share)] ?? Number.NaN
  return { p50: at(0.5), p99: at(0.99) }
}

function shown({ p50, p99 }: { p50: number; p99: number }): string {
  return `p50 ${p50.toFixed(2)} ms, p99 ${p99.toFixed(2)} ms`
}

/** An analyst's query of about that length, which both engines read. */
function analysis(characters: number, seed: number): string {
  const part = (number: number): string =>
    `select c.country as country_${number}, count(distinct o.id) as orders,
       sum(case when o.status = 'paid' and o.total > ${number} then o.total else 0 end) / nullif(count(*), 0) as share,
       rank() over (partition by c.country order by sum(o.total) desc) as place_${seed}
     from shop.customers c left join orders o on o.customer_id = c.id
     where c.created_at >= '2024-01-01' and c.country in ('DE', 'FR', 'IT')
       and not exists (select 1 from refunds r where r.order_id = o.id)
     group by c.country having count(*) > ${number}`
  let sql = part(0)
  for (let number = 1; sql.length < characters; number++) sql += `\nunion all\n${part(number)}`
  return sql
}

function refused(): readonly (readonly [name: string, text: string])[] {
  return [
    ['1 MB', analysis(1_000_000, 0)],
    ['10 MB', `select '${'x'.repeat(10_000_000)}'`],
    ['10,000 brackets', `select ${'('.repeat(10_000)}1${')'.repeat(10_000)}`],
    ['10,000 sub-selects', `select ${'(select '.repeat(10_000)}1${')'.repeat(10_000)}`],
    ['a NUL', `select 1\0`],
    ['half a character', `select '\ud800'`],
  ]
}
