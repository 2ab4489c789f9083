/** Questions read by the built-in grammar against the sample database, as PostgreSQL answers them. */
import path from 'node:path'
import postgres from 'postgres'
import type { Sql } from 'postgres'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { groundQuestion, valueColumns } from '../../server/ask/ask.ts'
import { postgresEngine } from '../../server/databases/postgres/postgres.ts'
import type { Catalog, ColumnValues } from '../../server/domain.ts'
import { createGrammar } from '../../server/generate/grammar/grammar.ts'
import { fillDatabase } from '../../server/samples/samples.ts'
import { createTestDatabase } from '../fixtures/postgres.ts'
import { createDial } from '../../server/databases/dial.ts'
import type { TestDatabase } from '../fixtures/postgres.ts'

const { dialect } = postgresEngine
const grammar = createGrammar({ ground: groundQuestion })
let database: TestDatabase
let sql: Sql
let data: { catalog: Catalog; values: readonly ColumnValues[]; glossary: [] }

beforeAll(async () => {
  database = await createTestDatabase()
  await fillDatabase({ url: database.url, root: path.resolve(import.meta.dirname, '../..'), factor: 1 })
  const url = new URL(database.url)
  const reader = postgresEngine.open(
    {
      host: url.hostname,
      port: Number(url.port),
      database: database.name,
      username: decodeURIComponent(url.username),
      password: decodeURIComponent(url.password),
      tls: 'DISABLE',
    },
    {
      dial: createDial(),
      applicationName: 'built-in reading',
      maxSessions: 1,
      idleTimeoutMs: 1000,
      connectTimeoutMs: 10_000,
      statementTimeoutMs: 10_000,
    },
  )
  const catalog = await reader.readCatalog()
  const values = await reader.readValues({
    columns: valueColumns(catalog, { enabled: true, never: [], always: [] }),
    maxValues: 1000,
    maxLength: 100,
    timeoutMs: 10_000,
  })
  await reader.close()
  data = { catalog, values, glossary: [] }
  sql = postgres(database.url, { max: 1 })
})

afterAll(async () => {
  await sql?.end()
  await database?.drop()
})

function sqlOf(chain: readonly string[]): string {
  const question = groundQuestion({ ...data, text: chain.at(-1) ?? '', previous: chain.slice(0, -1) })
  const answer = grammar.translate({ question, dialect })
  if (answer.kind !== 'query') throw new Error(`${chain.join(' / ')}: ${answer.message}`)
  return answer.sql
}

/** Columns are told apart by their values, so only the rows of the reference have to be found in the answer. */
it.each([
  [['Show me all customers from Germany'], `select company_name from customers where country = 'Germany'`],
  [['How many suppliers are there in Japan?'], `select count(*) from suppliers where country = 'Japan'`],
  [
    ['products in the Beverages category with unit price over 20'],
    `select product_name from products join categories using (category_id) where category_name = 'Beverages' and unit_price > 20`,
  ],
  [
    ['number of orders per customer'],
    `select company_name, count(order_id) from customers left join orders using (customer_id) group by company_name`,
  ],
  [
    ['employees in the Western region'],
    `select distinct last_name from employees join employee_territories using (employee_id) join territories using (territory_id) join region using (region_id) where region_description = 'Western'`,
  ],
  [
    ['Show me all customers from Germany', 'only those from Berlin', 'Show me their orders'],
    `select order_id from orders join customers using (customer_id) where customers.city = 'Berlin'`,
  ],
  [
    ['top 3 categories by total units in stock'],
    `select category_name from products join categories using (category_id) group by category_name order by sum(units_in_stock) desc limit 3`,
  ],
])('answers %j as PostgreSQL answers its reference', async (chain, reference) => {
  const expected = await sql.unsafe(reference).values()
  const answer = await sql.unsafe(sqlOf(chain)).values()
  expect(expected.length).toBeGreaterThan(0)
  expect(answer).toHaveLength(expected.length)
  const rows = answer.map(row => row.map(String))
  for (const row of expected.map(cells => cells.map(String)))
    expect(rows.some(cells => row.every(cell => cells.includes(cell)))).toBe(true)
})

it('suggests only questions that run', async () => {
  const examples = grammar.suggestExamples({ ...data, dialect, count: 8 })
  expect(examples).toHaveLength(8)
  for (const example of examples) {
    await sql.unsafe(sqlOf([example]))
    const previous = [example]
    for (const next of grammar.suggestFollowUps({
      ...data,
      dialect,
      previous,
      seenValue: () => null,
      count: 3,
    }))
      await sql.unsafe(sqlOf([example, next]))
  }
})
