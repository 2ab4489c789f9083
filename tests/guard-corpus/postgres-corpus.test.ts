import postgres from 'postgres'
import type { Sql } from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Database, ServerFacts } from '../../server/databases/database.ts'
import { createDial } from '../../server/databases/dial.ts'
import { postgresEngine } from '../../server/databases/postgres/postgres.ts'
import { judgePostgres } from '../fixtures/judge-postgres.ts'
import { createTestDatabase } from '../fixtures/postgres.ts'
import type { TestDatabase } from '../fixtures/postgres.ts'
import { POSTGRES_HARMFUL } from './postgres/harmful.ts'
import { POSTGRES_HARMLESS } from './postgres/harmless.ts'
import { POSTGRES_SHOP } from './postgres/shop.ts'

/** The guard's corpus for PostgreSQL, judged by the facts of a real server in which all that it names exists. */
let test: TestDatabase
let sql: Sql
let database: Database
let facts: ServerFacts

beforeAll(async () => {
  test = await createTestDatabase()
  sql = postgres(test.url, { max: 1, onnotice: () => undefined })
  await sql.unsafe(POSTGRES_SHOP)
  const { hostname, port, username, password } = new URL(test.url)
  database = postgresEngine.open(
    { host: hostname, port: Number(port), database: test.name, username, password, tls: 'DISABLE' },
    {
      dial: createDial(),
      applicationName: 'corpus',
      maxSessions: 1,
      idleTimeoutMs: 1000,
      connectTimeoutMs: 10_000,
      statementTimeoutMs: 20_000,
    },
  )
  facts = await database.readFacts()
})

afterAll(async () => {
  await database?.close()
  await sql?.end()
  await test?.drop()
})

const judge = (text: string) => judgePostgres(text, facts.functions, facts)

describe('the corpus for PostgreSQL', () => {
  it('has at least 400 harmful and 400 harmless statements, each once', () => {
    for (const corpus of [POSTGRES_HARMFUL, POSTGRES_HARMLESS]) {
      expect(new Set(corpus.map(statement => statement.sql)).size).toBe(corpus.length)
      expect(corpus.length).toBeGreaterThanOrEqual(400)
    }
  })

  it('is refused where it is harmful', () => {
    expect(POSTGRES_HARMFUL.filter(statement => judge(statement.sql).allowed)).toEqual([])
  })

  it('holds harmful expressions that the server would take, and the guard can read', async () => {
    const nested = POSTGRES_HARMFUL.filter(statement => statement.class.startsWith('nested'))
    const unread = nested.filter(({ sql: text }) =>
      judge(text).refusals.some(({ code }) => code === 'require-parsable-sql'),
    )
    expect(unread).toEqual([])
    const problems: string[] = []
    const transaction = await sql.reserve()
    await transaction.unsafe('begin')
    for (const { sql: text } of nested) {
      await transaction.unsafe('savepoint one')
      // Planning alone runs what is constant, such as the check of a domain, so it is taken back.
      await transaction
        .unsafe(text.startsWith('explain') ? text : `explain ${text}`)
        .catch((error: Error) => problems.push(`${error.message}: ${text}`))
      await transaction.unsafe('rollback to one')
    }
    await transaction.unsafe('rollback')
    transaction.release()
    expect(problems).toEqual([])
  })

  it('is allowed where it is harmless, and a server runs it', async () => {
    const refused = POSTGRES_HARMLESS.filter(statement => !judge(statement.sql).allowed)
    expect(refused).toEqual([])
    await sql.begin('read only', async transaction => {
      for (const statement of POSTGRES_HARMLESS)
        await expect(transaction.unsafe(statement.sql), statement.sql).resolves.toBeDefined()
    })
  })
})
