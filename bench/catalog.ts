/**
 * How long the catalog of a large database takes to read: 10, 500 and 5,000 tables of 12 columns, in PostgreSQL and
 * MariaDB, against a bare driver that only fetches the list of columns from information_schema in the same run.
 * Usage: npx tsx bench/catalog.ts [number of tables ...]   Starts servers of its own in a temporary folder.
 */
import { createConnection } from 'mysql2/promise'
import type { RowDataPacket } from 'mysql2/promise'
import postgres from 'postgres'
import type { DatabaseEngine, DatabaseTarget } from '../server/databases/database.ts'
import { createDial } from '../server/databases/dial.ts'
import { mysqlEngine } from '../server/databases/mysql/mysql.ts'
import { postgresEngine } from '../server/databases/postgres/postgres.ts'
import { startServers } from '../tests/fixtures/global-setup.ts'

const COLUMNS = 12
const TIMES = 5
const OPTIONS = {
  dial: createDial(),
  applicationName: 'bench',
  maxSessions: 1,
  idleTimeoutMs: 60_000,
  connectTimeoutMs: 10_000,
  statementTimeoutMs: 60_000,
}

/** A server that is measured, and a bare driver's session in it. */
interface Subject {
  name: string
  engine: DatabaseEngine
  url: string
  /** Makes a database of that name, with these tables, and answers a session in it. */
  fill(database: string, tables: readonly string[]): Promise<BareSession>
}

interface BareSession {
  /** What any tool has to fetch at least. */
  listColumns(): Promise<number>
  end(): Promise<void>
}

const given = process.argv.slice(2).map(Number)
const sizes = given.length > 0 ? given : [10, 500, 5000]
const { provided, stop } = await startServers()
try {
  if ('missing' in provided.mysql) throw new Error(provided.mysql.missing)
  const subjects = [postgresSubject(provided.postgresUrl), mysqlSubject(provided.mysql.url)]
  for (const subject of subjects) for (const size of sizes) await measure(subject, size)
} finally {
  await stop()
}

async function measure({ name, engine, url, fill }: Subject, size: number): Promise<void> {
  const database = `catalog_${size}`
  const bareSession = await fill(database, tables(size))
  const opened = engine.open(targetOf(url, database), OPTIONS)
  try {
    const ours: number[] = []
    const bare: number[] = []
    let found = ''
    for (let time = 0; time < TIMES; time += 1) {
      bare.push(await timed(() => bareSession.listColumns()))
      ours.push(
        await timed(async () => {
          const catalog = await opened.readCatalog()
          const columns = catalog.tables.reduce((sum, table) => sum + table.columns.length, 0)
          found = `${catalog.tables.length} tables, ${columns} columns`
        }),
      )
    }
    const ratio = (median(ours) / median(bare)).toFixed(1)
    console.log(
      `${name}, ${found}: ${inMs(ours)}, ${ratio} times a bare list of columns (${inMs(bare)}); medians of ${TIMES}`,
    )
  } finally {
    await opened.close()
    await bareSession.end()
  }
}

/** Each table refers to the one before it, as those of grown applications do. */
function tables(size: number): string[] {
  const columns = Array.from({ length: COLUMNS - 2 }, (_, index) => `column_${index} varchar(100)`)
  return Array.from({ length: size }, (_, index) => {
    const key = index === 0 ? '' : `, foreign key (previous_id) references table_${index - 1} (id)`
    return `create table table_${index} (id integer primary key, previous_id integer, ${columns.join(', ')}${key})`
  })
}

function postgresSubject(url: string): Subject {
  return {
    name: 'PostgreSQL',
    engine: postgresEngine,
    url,
    async fill(database, statements) {
      const admin = postgres(url, { max: 1 })
      await admin.unsafe(`create database ${database}`)
      await admin.end()
      const sql = postgres(urlOf(url, database), { max: 1, onnotice: () => undefined })
      for (const statement of statements) await sql.unsafe(statement)
      await sql.unsafe('analyze')
      return {
        listColumns: async () =>
          (
            await sql`select table_schema, table_name, column_name, data_type from information_schema.columns
              where table_schema = 'public'`
          ).length,
        end: () => sql.end(),
      }
    },
  }
}

function mysqlSubject(url: string): Subject {
  return {
    name: 'MariaDB',
    engine: mysqlEngine,
    url,
    async fill(database, statements) {
      const sql = await createConnection(url)
      await sql.query(`create database ${database}`)
      await sql.query(`use ${database}`)
      for (const statement of statements) await sql.query(statement)
      return {
        async listColumns() {
          const [rows] = await sql.query<RowDataPacket[]>(
            'select table_schema, table_name, column_name, data_type from information_schema.columns where table_schema = ?',
            [database],
          )
          return rows.length
        },
        end: () => sql.end(),
      }
    },
  }
}

function urlOf(url: string, database: string): string {
  return Object.assign(new URL(url), { pathname: database }).href
}

function targetOf(url: string, database: string): DatabaseTarget {
  const { hostname, port, username, password } = new URL(url)
  return { host: hostname, port: Number(port), database, username, password, tls: 'DISABLE' }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await work()
  return performance.now() - startedAt
}

function median(times: readonly number[]): number {
  return [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0
}

function inMs(times: readonly number[]): string {
  return `${Math.round(median(times))} ms`
}
