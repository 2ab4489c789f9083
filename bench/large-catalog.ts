/**
 * What a question costs on a large catalog, without a database: 5,000 tables of 12 columns (60,000), with names made of
 * two or three everyday words, in snake_case and camelCase, and foreign keys; against 15 tables in the same run. Prints
 * how long the index takes (once for a catalog), the longest of its steps, what it keeps in memory, and how long
 * questions take, the first time that their words are asked for and again.
 * Usage: npx tsx --expose-gc bench/large-catalog.ts [tables ...]
 */
import { groundQuestion, nameIndexSteps } from '../server/ask/ask.ts'
import type { Catalog, ColumnKind } from '../server/domain.ts'
import { createGrammar } from '../server/generate/grammar/grammar.ts'
import { catalogOf, column, plainDialect, table } from '../tests/fixtures/shop-catalog.ts'

const COLUMNS = 12
const WORDS =
  `account address agent amount answer area asset audit balance bank batch bill branch brand budget building
  campaign card carrier category channel claim class client code comment company contact contract cost country course
  credit currency customer day deal delivery demand department deposit device discount district document driver employee
  engine entry event expense factory fee file flight fund goal grade group guest holiday hospital hotel image income
  invoice issue item job journey kitchen label language leader lease ledger lesson level line loan location machine
  manager market material meal measure member message method model module month network note offer office option order
  owner package page parcel parent partner party patient payment period permit person phone plan platform player policy
  port position post price process product profile program project province purchase quality quantity question rate
  reason receipt record refund region report request reserve result return revenue review risk road role room route
  salary sale sample schedule school score season seat section sector segment server service shift ship shop signal site
  size skill source stage standard station status stock store street student subject supplier supply survey system task
  tax team term test ticket title topic tour track trade train transfer trip truck type unit user value vehicle version
  visit voucher wallet warehouse week weight worker year zone`.split(/\s+/u)
const KINDS: readonly ColumnKind[] = [
  'TEXT',
  'INTEGER',
  'DECIMAL',
  'DATE',
  'TIMESTAMP',
  'BOOLEAN',
  'TEXT',
  'TEXT',
]
const grammar = createGrammar({ ground: groundQuestion })
const ROUNDS = 3

const counts = process.argv.slice(2).map(Number).filter(Number.isFinite)
for (const count of counts.length > 0 ? counts : [15, 5_000]) {
  const rounds = Array.from({ length: ROUNDS }, () => measure(count))
  console.log(`\n${count} tables, ${count * COLUMNS} columns; medians of ${ROUNDS} rounds, and all of them`)
  for (const name of Object.keys(rounds[0] ?? {})) {
    const values = rounds.map(round => round[name] ?? Number.NaN)
    console.log(
      `  ${name.padEnd(34)}${middle(values).toFixed(1).padStart(9)}  (${values.map(each => each.toFixed(1)).join(', ')})`,
    )
  }
}

function measure(count: number): Record<string, number> {
  const catalog = largeCatalog(count)
  globalThis.gc?.()
  const before = process.memoryUsage().heapUsed
  const cpu = process.cpuUsage()
  const start = performance.now()
  let longest = 0
  let last = start
  for (const work of [nameIndexSteps(catalog), grammar.prepare(catalog)])
    for (const _ of work) {
      const at = performance.now()
      longest = Math.max(longest, at - last)
      last = at
    }
  const index = performance.now() - start
  const { user, system } = process.cpuUsage(cpu)
  globalThis.gc?.()
  const memory = process.memoryUsage().heapUsed - before
  const first = questionsOf(catalog).map(text => timed(() => ask(catalog, text)))
  const again = questionsOf(catalog).map(text => timed(() => ask(catalog, text)))
  return {
    'index, ms': index,
    'index, ms of processor': (user + system) / 1_000,
    'longest of its steps, ms': longest,
    'index, MB (with --expose-gc)': memory / 1e6,
    'question at first, median ms': middle(first),
    'question at first, worst ms': Math.max(...first),
    'question again, median ms': middle(again),
    'question again, worst ms': Math.max(...again),
  }
}

function ask(catalog: Catalog, text: string): void {
  const question = groundQuestion({ text, previous: [], catalog, values: [], glossary: [] })
  grammar.translate({ question, dialect: plainDialect })
}

/** The same names in every run. */
function largeCatalog(count: number): Catalog {
  const wordAt = (at: number) => WORDS[at % WORDS.length] ?? ''
  const tables = Array.from({ length: count }, (_, number) => {
    const camel = number % 3 === 0
    const called = (...words: string[]) =>
      camel ? words.map((word, at) => (at === 0 ? word : capital(word))).join('') : words.join('_')
    const name = called(wordAt(number), wordAt(number * 7 + Math.floor(number / WORDS.length) + 3))
    const columns = Array.from({ length: COLUMNS }, (_, at) => {
      if (at === 0) return column('id', { kind: 'INTEGER', type: 'integer', primaryKey: true })
      if (at === 1) return column('name')
      if (at === 2) return column(called(wordAt(number - 1), 'id'), { kind: 'INTEGER', type: 'integer' })
      const kind = KINDS[(number + at) % KINDS.length] ?? 'TEXT'
      return column(called(wordAt(number * 13 + at * 31), wordAt(number * 3 + at * 17 + 1)), {
        kind,
        type: kind.toLowerCase(),
      })
    })
    return table(name, columns, { rowEstimate: 1_000 })
  })
  return catalogOf(
    tables.map((each, number) => {
      const parent = tables[number - 1]
      const own = each.columns[2]
      if (parent === undefined || own === undefined) return each
      const key = { referencesSchema: parent.schema, referencesTable: parent.name, referencesColumns: ['id'] }
      return { ...each, foreignKeys: [{ columns: [own.name], ...key }] }
    }),
  )
}

function questionsOf({ tables }: Catalog): string[] {
  return Array.from({ length: 12 }, (_, at) => {
    const { name, columns } = tables[(at * 211 + 5) % tables.length] ?? { name: '', columns: [] }
    const [things, shown, also] = [name, columns[at % 8]?.name, columns[9]?.name].map(each =>
      (each ?? '').replaceAll('_', ' '),
    )
    return [
      `How many ${things}s are there?`,
      `Show me all ${things}s`,
      `List the ${shown} of all ${things}s sorted by ${also}`,
      `How many ${things}s per ${shown}?`,
    ][at % 4] as string
  })
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}

function timed(work: () => void): number {
  const start = performance.now()
  work()
  return performance.now() - start
}

function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}
