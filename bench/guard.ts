/**
 * How long the guard judges 5 kB of SQL, against the bare parser of the same engine in the same run, and how long it
 * takes to refuse 1 MB, deep brackets and half characters. Half of the texts have one shape and other numbers, half are
 * put together at random of twenty parts, so that none is seen twice; those "of other tables" name tables that no text
 * before them has named. The guard knows as many functions as a server has, and allows them all. The first tenth of
 * each round, at least 50 texts, warms up and is not counted. On a busy machine only the processor time means something:
 * that of the whole process, with the compiler's and the collector's threads.
 * Usage: npx tsx bench/guard.ts [times]   Needs no server; by default 600 texts for each row.
 */
import { parseSync } from 'libpg-query'
import { parse } from 'sql-parser-cst'
import type { Engine } from '../server/domain.ts'
import { createGuard } from '../server/guard/guard.ts'
import type { GuardFacts, GuardFunction } from '../server/guard/guard.ts'
import { loadSqlParsers } from '../server/sql/sql.ts'

const TIMES = Number(process.argv[2] ?? 600)
const WARM_UP = Math.max(50, TIMES / 10)
const parsers = await loadSqlParsers()
const guard = createGuard({ parsers })

/** What a PostgreSQL 18 tells of: 3,300 functions, those of the texts among them, with overloads. */
const CALLED =
  `count sum avg min max rank row_number lag dense_rank percentile_cont coalesce lower upper round date_trunc
  to_char string_agg array_agg jsonb_array_elements generate_series regexp_replace nullif greatest length substring
  now extract`.split(/\s+/)
const functions: GuardFunction[] = [
  ...CALLED,
  ...Array.from({ length: 3_300 - CALLED.length }, (_, index) => `f_${index % 2_700}`),
].map(name => ({ schema: 'pg_catalog', name, volatility: 'IMMUTABLE', builtIn: true }))

const factsOf: Readonly<Record<'POSTGRES' | 'MYSQL', GuardFacts>> = {
  POSTGRES: { ...emptyFacts(), serverVersionNumber: 180_000, functions },
  MYSQL: { ...emptyFacts(), serverVersionNumber: 101_106 },
}
const BARE: Readonly<Partial<Record<Engine, (sql: string) => unknown>>> = {
  POSTGRES: parseSync,
  MYSQL: sql => parse(sql, { dialect: 'mariadb' }),
}

for (const engine of ['POSTGRES', 'MYSQL'] as const) {
  const bare = BARE[engine]
  if (bare === undefined) continue
  const refusedTexts: string[] = []
  const judge = (sql: string): void => {
    const { allowed, refusals } = guard.judge({ engine, sql, facts: factsOf[engine] })
    if (!allowed) refusedTexts.push(`${refusals[0]?.code}: ${refusals[0]?.message}`)
  }
  const rows = {
    'guard, one shape': measure(judge, oneShape),
    'guard, at random': measure(judge, atRandom(engine)),
    'guard, of other tables': measure(judge, ofOtherTables(engine)),
    'guard, again the same': measure(judge, () => oneShape(0)),
    'reading alone, at random': measure(sql => parsers[engine]?.parse(sql), atRandom(engine)),
    'bare parser, one shape': measure(bare, oneShape),
    'bare parser, at random': measure(bare, atRandom(engine)),
  }
  console.log(`${engine}, 5 kB, ${TIMES} texts a row, ${refusedTexts.length} refused`)
  for (const line of new Set(refusedTexts)) console.log(`  REFUSED ${line}`)
  for (const [name, { wall, processor }] of Object.entries(rows))
    console.log(`  ${name.padEnd(26)} ${inWords(wall)}; processor ${inWords(processor)}`)
  for (const [name, text] of refused()) {
    const start = performance.now()
    const { allowed } = guard.judge({ engine, sql: text, facts: factsOf[engine] })
    const elapsedMs = performance.now() - start
    console.log(`  ${name}: ${allowed ? 'ALLOWED' : 'refused'} in ${elapsedMs.toFixed(1)} ms`)
  }
}

interface Percentiles {
  p50: number
  p99: number
}

/** In milliseconds a text. */
function measure(
  run: (sql: string) => unknown,
  textOf: (round: number) => string,
): { wall: Percentiles; processor: Percentiles } {
  const wall: number[] = []
  const processor: number[] = []
  for (let round = 0; round < TIMES + WARM_UP; round++) {
    const sql = textOf(round)
    const before = process.cpuUsage()
    const start = performance.now()
    run(sql)
    const elapsedMs = performance.now() - start
    const { user, system } = process.cpuUsage(before)
    if (round < WARM_UP) continue
    wall.push(elapsedMs)
    processor.push((user + system) / 1_000)
  }
  return { wall: percentiles(wall), processor: percentiles(processor) }
}

function percentiles(times: number[]): Percentiles {
  times.sort((a, b) => a - b)
  const at = (share: number): number => times[Math.floor(times.length * share)] ?? Number.NaN
  return { p50: at(0.5), p99: at(0.99) }
}

function inWords({ p50, p99 }: Percentiles): string {
  return `p50 ${p50.toFixed(2)} ms, p99 ${p99.toFixed(2)} ms`
}

/** An analyst's query of 5 kB, which both engines read. */
function oneShape(seed: number): string {
  return analysis(5_000, seed)
}

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

/** WITH queries of 5 kB, of conditions, calculations and tables in any combination; the same ones in every run. */
function atRandom(engine: 'POSTGRES' | 'MYSQL'): (round: number) => string {
  let state = 7
  const pick = (choices: readonly string[]): string => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return choices[Math.floor((state / 2_147_483_648) * choices.length)] ?? ''
  }
  const some = (choices: readonly string[], between: string, most: number): string =>
    Array.from({ length: 1 + (state % most) }, () => pick(choices)).join(between)
  const month =
    engine === 'POSTGRES' ? `date_trunc('month', o.placed_at)` : `date_format(o.placed_at, '%Y-%m')`
  const values = [
    ...[
      'o.id',
      'c.name',
      'o.total * 1.19',
      `coalesce(c.city, 'unknown')`,
      month,
      'lower(c.email)',
      `'it''s'`,
    ],
    ...[
      'round(o.total / 100.0, 2)',
      'sum(o.total)',
      'count(*)',
      'avg(o.total - o.discount)',
      'max(o.placed_at)',
    ],
    `case when o.total > 100 then 'large' when o.total > 10 then 'middle' else 'small' end`,
    'row_number() over (partition by o.customer_id order by o.placed_at desc)',
    '(select max(p.paid_at) from payments p where p.order_id = o.id)',
    'sum(o.total) over (order by o.placed_at rows between 6 preceding and current row)',
  ]
  const conditions = [
    ...['o.total between 10 and 500', `o.status in ('paid', 'sent', 'returned')`, 'c.city is not null'],
    ...[
      `c.email like '%@example.com'`,
      'o.customer_id = c.id',
      `(o.note <> '' or o.total >= 25)`,
      'not c.deleted',
    ],
    'exists (select 1 from refunds r where r.order_id = o.id and r.amount > 0)',
    'o.product_id in (select p.id from products p where p.price > 10 and lower(p.name) <> o.note)',
  ]
  const joins = [
    'left join shop.payments p on p.order_id = o.id',
    'join products k on k.id = o.product_id and k.price > 0',
    'left join (select order_id, sum(amount) as amount from refunds group by order_id) f on f.order_id = o.id',
  ]
  return round => {
    const parts: string[] = []
    for (let length = 0; length < 4_800; length += parts.at(-1)?.length ?? 0)
      parts.push(
        `part_${parts.length}_${round} as (\n  select ${some(values, ',\n    ', 6)} as value\n  from orders o join shop.customers c on ` +
          `c.id = o.customer_id ${some(joins, ' ', 2)}\n  where ${some(conditions, '\n    and ', 5)}\n  order by ${some(['o.id', 'o.total desc', 'c.name'], ', ', 3)})`,
      )
    return `with ${parts.join(',\n')}\nselect * from part_0_${round} -- ${parts.length} parts\nlimit 100`
  }
}

function ofOtherTables(engine: 'POSTGRES' | 'MYSQL'): (round: number) => string {
  const textOf = atRandom(engine)
  return round => textOf(round).replace(/\b(orders|customers|payments|products|refunds)\b/g, `$1_${round}`)
}

function emptyFacts(): GuardFacts {
  return {
    serverVersionNumber: 0,
    searchPath: ['shop'],
    functions: [],
    relations: [],
    types: [],
    operators: [],
    casts: [],
  }
}

function refused(): readonly (readonly [name: string, text: string])[] {
  return [
    ['1 MB', analysis(1_000_000, 0)],
    ['10 MB', `select '${'x'.repeat(10_000_000)}'`],
    ['10,000 brackets', `select ${'('.repeat(10_000)}1${')'.repeat(10_000)}`],
    ['10,000 sub-selects', `select ${'(select '.repeat(10_000)}1${')'.repeat(10_000)}`],
    ['10,000 CASE', `select ${'case when '.repeat(10_000)}1`],
    ['10,000 calls', `select ${'f('.repeat(10_000)}1${')'.repeat(10_000)}`],
    ['a chain of 45,000 signs', `select 1${'+1'.repeat(45_000)}`],
    ['a NUL', `select 1\0`],
    ['half a character', `select '\ud800'`],
  ]
}
