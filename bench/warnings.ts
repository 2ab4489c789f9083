/**
 * How many everyday queries get a warning, and which: the harmless statements of the guard's corpora on both engines,
 * and what the built-in grammar makes of everyday questions on the sample database, with the default thresholds. The
 * tables of the corpora hold a few rows, so `as if large` counts once more with 5,000,000 rows in each
 * table, but for warn-full-scan, as the plan is that of the small ones.
 * Usage: npx tsx bench/warnings.ts   Starts servers of its own in a temporary folder.
 */
import { createConnection } from 'mysql2/promise'
import postgres from 'postgres'
import { groundQuestion, valueColumns } from '../server/ask/ask.ts'
import { readConfig } from '../server/config.ts'
import type { Database, DatabaseEngine } from '../server/databases/database.ts'
import { createDial } from '../server/databases/dial.ts'
import { mysqlEngine } from '../server/databases/mysql/mysql.ts'
import { postgresEngine } from '../server/databases/postgres/postgres.ts'
import type { Catalog } from '../server/domain.ts'
import { createGrammar } from '../server/generate/grammar/grammar.ts'
import { createGuard } from '../server/guard/guard.ts'
import { assess } from '../server/preview/preview.ts'
import { fillDatabase } from '../server/samples/samples.ts'
import { loadSqlParsers } from '../server/sql/sql.ts'
import { startServers } from '../tests/fixtures/global-setup.ts'
import { MYSQL_HARMLESS } from '../tests/guard-corpus/mysql/harmless.ts'
import { MYSQL_SHOP } from '../tests/guard-corpus/mysql/shop.ts'
import { POSTGRES_HARMLESS } from '../tests/guard-corpus/postgres/harmless.ts'
import { POSTGRES_SHOP } from '../tests/guard-corpus/postgres/shop.ts'

const QUESTIONS = `Show me all customers from Germany|How many suppliers are there in Japan?|List the products
number of orders per customer|products in the Beverages category with unit price over 20|employees in the Western region
How many products are there per category?|orders per month in 2024|top 10 customers by number of orders
average unit price per category|Which products are discontinued?|total freight per country|orders shipped to France
the 5 most expensive products|customers without orders|how many orders per employee|list all shippers
suppliers from the USA|orders with freight over 100|customers in London|products with no units in stock
orders placed in 1997|total quantity per product|number of customers per country|the cheapest product
Show me all employees|How many orders are there?|Which customers are from Berlin?|categories|products per supplier`
  .split(/[|\n]/)
  .map(text => text.trim())
const { run } = readConfig({})
const limits = run.byRole.READ_ONLY
const guard = createGuard({ parsers: await loadSqlParsers() })

const { provided, stop } = await startServers()
try {
  if ('missing' in provided.mysql) throw new Error(provided.mysql.missing)
  const shop = await fillPostgres('corpus', POSTGRES_SHOP)
  await count('PostgreSQL corpus', postgresEngine, shop, () => POSTGRES_HARMLESS.map(({ sql }) => sql))
  const sample = await fillPostgres('sample', null)
  await count('everyday questions', postgresEngine, sample, translate)
  const mysql = await fillMysql(provided.mysql.url)
  await count('MariaDB corpus', mysqlEngine, mysql, () => MYSQL_HARMLESS.map(({ sql }) => sql))
} finally {
  await stop()
}

async function count(
  name: string,
  engine: DatabaseEngine,
  url: string,
  statementsOn: (database: Database, catalog: Catalog) => Promise<readonly string[]> | readonly string[],
): Promise<void> {
  const { hostname, port, username, password, pathname } = new URL(url)
  const database = engine.open(
    {
      ...{ host: hostname, port: Number(port), database: pathname.slice(1), username },
      ...{ password: decodeURIComponent(password), tls: 'DISABLE' },
    },
    {
      ...{ dial: createDial(), applicationName: 'bench', maxSessions: 1, idleTimeoutMs: 60_000 },
      ...{ connectTimeoutMs: 10_000, statementTimeoutMs: 60_000 },
    },
  )
  try {
    const facts = await database.readFacts()
    const catalog = await database.readCatalog()
    const large = { ...catalog, tables: catalog.tables.map(table => ({ ...table, rowEstimate: 5_000_000 })) }
    const statements = await statementsOn(database, catalog)
    for (const [size, known] of [['as it is', catalog] as const, ['as if large', large] as const]) {
      const byCode = new Map<string, number>()
      let [judged, warned, noted] = [0, 0, 0]
      for (const sql of statements) {
        const { statement, warnings } = guard.judge({ engine: engine.engine, sql, facts })
        if (statement === null) continue
        judged++
        const plan = await database.plan(sql)
        const preview = assess({
          ...{ plan, statement, catalog: known, maxRows: run.byRole.READ_ONLY.maxRows, limits },
        })
        const found = [...warnings, ...preview.warnings].filter(
          ({ code }) => known === catalog || code !== 'warn-full-scan',
        )
        if (found.some(({ severity }) => severity === 'WARNING')) warned++
        else if (found.length > 0) noted++
        for (const code of new Set(found.map(finding => finding.code)))
          byCode.set(code, (byCode.get(code) ?? 0) + 1)
      }
      const codes = [...byCode].map(([code, times]) => `${code} ${times}`).join(', ')
      console.log(
        `${name}, ${size}: ${judged} queries, ${warned} with a warning, ${noted} with a note only (${codes})`,
      )
    }
  } finally {
    await database.close()
  }
}

async function translate(database: Database, catalog: Catalog): Promise<readonly string[]> {
  const { dialect } = database
  const columns = valueColumns(catalog, { enabled: true, never: [], always: [] })
  const values = await database.readValues({ columns, maxValues: 1000, maxLength: 100, timeoutMs: 10_000 })
  const grammar = createGrammar({ ground: groundQuestion })
  return QUESTIONS.flatMap(text => {
    const question = groundQuestion({ text, previous: [], catalog, values, glossary: [] })
    const answer = grammar.translate({ question, dialect })
    return answer.kind === 'query' ? [answer.sql] : []
  })
}

async function fillPostgres(name: string, script: string | null): Promise<string> {
  const admin = postgres(provided.postgresUrl, { max: 1 })
  await admin.unsafe(`create database ${name}`)
  await admin.end()
  const { href } = Object.assign(new URL(provided.postgresUrl), { pathname: name })
  if (script === null) await fillDatabase({ url: href, root: process.cwd(), factor: 1 })
  else {
    const sql = postgres(href, { max: 1, onnotice: () => undefined })
    await sql.unsafe(script)
    await sql.end()
  }
  return href
}

async function fillMysql(url: string): Promise<string> {
  const admin = await createConnection(url)
  await admin.query('create database shop')
  await admin.query('use shop')
  for (const statement of MYSQL_SHOP) await admin.query(statement)
  await admin.end()
  return Object.assign(new URL(url), { pathname: 'shop' }).href
}
