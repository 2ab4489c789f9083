/**
 * Whether a model is told the tables that a question needs, where a catalog is far too large to tell: many databases joined
 * into one catalog, a schema each. Counts a question when every table of its gold query is in the prompt with its columns.
 * Usage: npm run bench:linking -- --data FOLDER --questions FILE.jsonl [--tables 1000] [--tokens 5000] [--missed]
 * The folder holds one `.sql` file a database; the `db` of a question is the name of its file.
 */
import { parseArgs } from 'node:util'
import { groundQuestion } from '../server/ask/ask.ts'
import type { Catalog, PrivacyLevel } from '../server/domain.ts'
import { promptTokens, writePrompt } from '../server/generate/model-prompt.ts'
import { outgoing } from '../server/generate/outgoing.ts'
import { postgresEngine } from '../server/databases/postgres/postgres.ts'
import { loadSqlParsers } from '../server/sql/sql.ts'
import { startServers } from '../tests/fixtures/global-setup.ts'
import { readQuestions } from './accuracy/read-questions.ts'
import { joinCatalogs } from './linking/join-catalogs.ts'
import type { JoinedCatalog } from './linking/join-catalogs.ts'
import { loadCatalogs } from './linking/load-catalogs.ts'

const { values: given } = parseArgs({
  options: {
    data: { type: 'string' },
    questions: { type: 'string' },
    tables: { type: 'string', default: '1000' },
    tokens: { type: 'string', default: '5000' },
    missed: { type: 'boolean', default: false },
  },
})
if (given.data === undefined || given.questions === undefined)
  throw new Error('Give --data FOLDER and --questions FILE.jsonl')

const questions = await readQuestions(given.questions)
const asked = new Set(questions.map(({ db }) => db))
const servers = await startServers()
try {
  const parser = (await loadSqlParsers()).POSTGRES
  const databases = await loadCatalogs(given.data, servers.provided.postgresUrl)
  const joined = joinCatalogs(databases, {
    minTables: Number(given.tables),
    // What is asked about is there once, so that the gold tables are the only right ones.
    repeat: ({ name }) => !asked.has(name),
  })
  const columns = joined.catalog.tables.reduce((sum, table) => sum + table.columns.length, 0)
  console.log(`${joined.catalog.tables.length} tables, ${columns} columns, ${joined.databases} databases`)

  for (const privacy of ['CATALOG', 'VALUES'] as const) {
    const found = new Map<string, { all: number; hit: number }>()
    const tokens: number[] = []
    const milliseconds: number[] = []
    for (const { db, question, gold } of questions) {
      const wanted = goldTables(gold[0] ?? '', db, joined.catalog)
      if (wanted === null) continue
      const startedAt = performance.now()
      const told = tell(question, joined, privacy)
      milliseconds.push(performance.now() - startedAt)
      tokens.push(promptTokens(told))
      const shown = new Set(told.tables.map(({ schema, name }) => `${schema}.${name}`))
      const hit = wanted.every(name => shown.has(name))
      const count = found.get(db) ?? { all: 0, hit: 0 }
      found.set(db, { all: count.all + 1, hit: count.hit + (hit ? 1 : 0) })
      if (!hit && given.missed) console.log(`  ${db}: ${question}  [${wanted.join(', ')}]`)
    }
    console.log(`\nprivacy ${privacy}`)
    const all = [...found.values()].reduce((sum, { all: n }) => sum + n, 0)
    const hits = [...found.values()].reduce((sum, { hit }) => sum + hit, 0)
    for (const [db, { all: n, hit }] of found) console.log(`  ${db.padEnd(24)} ${hit} of ${n}`)
    console.log(`  all gold tables told     ${hits} of ${all} = ${((100 * hits) / all).toFixed(1)} %`)
    console.log(`  tokens of the prompt     median ${middle(tokens)}, most ${Math.max(...tokens)}`)
    console.log(`  milliseconds             median ${middle(milliseconds).toFixed(1)} (grounding and prompt)`)
  }

  function goldTables(sql: string, db: string, { tables }: Catalog): string[] | null {
    const parsed = parser?.parse(sql)
    if (parsed?.ok !== true) return null
    const named = parsed.statements.flatMap(statement => statement.tables.map(({ name }) => name))
    const known = named.flatMap(name =>
      tables
        .filter(table => table.name === name.toLowerCase() || table.name === name)
        .flatMap(table => (table.schema === db ? [`${db}.${table.name}`] : [])),
    )
    return known.length === 0 ? null : [...new Set(known)]
  }

  function tell(text: string, { catalog, values }: JoinedCatalog, privacy: PrivacyLevel) {
    const ground = groundQuestion({ text, previous: [], catalog, values, glossary: [] })
    return writePrompt(
      outgoing({
        ...{ text, conversation: [], catalog, mentions: ground.mentions, usage: new Map(), values },
        ...{ allowedPersonal: [], glossary: [], approved: [], dialect: postgresEngine.dialect },
        ...{ serverVersion: null, privacy, role: 'READ_ONLY', today: '2026-03-01', timeZone: 'UTC' },
      }),
      Number(given.tokens),
    )
  }
} finally {
  await servers.stop()
}

function middle(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0
}
