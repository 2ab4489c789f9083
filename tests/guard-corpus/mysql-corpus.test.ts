import { createConnection } from 'mysql2/promise'
import type { Connection } from 'mysql2/promise'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Database, ServerFacts } from '../../server/databases/database.ts'
import { createDial } from '../../server/databases/dial.ts'
import { mysqlEngine } from '../../server/databases/mysql/mysql.ts'
import { judgeMysql } from '../fixtures/judge-mysql.ts'
import { createMysqlTestDatabase } from '../fixtures/mysql.ts'
import type { TestDatabase } from '../fixtures/postgres.ts'
import { MYSQL_HARMFUL } from './mysql/harmful.ts'
import { MYSQL_HARMLESS } from './mysql/harmless.ts'
import { MYSQL_SHOP } from './mysql/shop.ts'

/** The guard's corpus for MySQL and MariaDB, judged by the facts of a real server in which all that it names exists. */
let test: TestDatabase
let sql: Connection
let database: Database
let facts: ServerFacts

beforeAll(async () => {
  test = await createMysqlTestDatabase()
  sql = await createConnection({ uri: test.url, multipleStatements: false, charset: 'utf8mb4_general_ci' })
  await sql.query(`set session sql_mode = 'STRICT_TRANS_TABLES'`)
  for (const statement of MYSQL_SHOP) await sql.query(statement)
  const { hostname, port, username, password } = new URL(test.url)
  database = mysqlEngine.open(
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

const judge = (text: string) => judgeMysql(text, facts.functions, facts)

describe('the corpus for MySQL', () => {
  it('has at least 400 harmful and 400 harmless statements, each once', () => {
    for (const corpus of [MYSQL_HARMFUL, MYSQL_HARMLESS]) {
      expect(new Set(corpus.map(statement => statement.sql)).size).toBe(corpus.length)
      expect(corpus.length).toBeGreaterThanOrEqual(400)
    }
  })

  it('is refused where it is harmful', () => {
    expect(MYSQL_HARMFUL.filter(statement => judge(statement.sql).allowed)).toEqual([])
  })

  it('is allowed where it is harmless, and a server runs it', async () => {
    const refused = MYSQL_HARMLESS.map(({ sql: text }) => [text, judge(text).refusals[0]?.message]).filter(
      ([, message]) => message !== undefined,
    )
    expect(refused).toEqual([])
    expect(await problemsOf(MYSQL_HARMLESS.map(statement => statement.sql))).toEqual([])
  })

  it('holds harmful expressions that the server would take', async () => {
    const nested = MYSQL_HARMFUL.filter(statement => statement.class.startsWith('nested'))
    expect(await problemsOf(nested.map(statement => `explain ${statement.sql}`))).toEqual([])
  })

  /** In a transaction that is taken back. */
  async function problemsOf(statements: readonly string[]): Promise<readonly string[]> {
    const problems: string[] = []
    await sql.query('start transaction')
    for (const text of statements)
      await sql.query(text).catch((error: Error) => problems.push(`${error.message}: ${text}`))
    await sql.query('rollback')
    return problems
  }
})
