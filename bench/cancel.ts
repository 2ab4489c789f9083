/**
 * How long a statement that nobody wants any more stays in the server, on both engines: from the call that closes its cursor
 * until the server no longer lists its session as at work (PostgreSQL: nor as in a transaction). Prints medians and the worst.
 * Usage: npx tsx bench/cancel.ts [rounds]
 * Starts servers of its own.
 */
import { createConnection } from 'mysql2/promise'
import type { RowDataPacket } from 'mysql2/promise'
import postgres from 'postgres'
import type { Database, DatabaseEngine } from '../server/databases/database.ts'
import { createDial } from '../server/databases/dial.ts'
import { mysqlEngine } from '../server/databases/mysql/mysql.ts'
import { postgresEngine } from '../server/databases/postgres/postgres.ts'
import { startServers } from '../tests/fixtures/global-setup.ts'

const NAME = 'bench-cancel'
const BATCH = { maxRows: 100, maxBytes: 2 ** 20 }
const LIMITS = { timeoutMs: 600_000 }
const LONGEST_MS = 10_000

interface Engine {
  name: string
  database: Database
  sleeps: string
  /** Of the sessions of the engine under test; the bench's own has another name. */
  isBusy: () => Promise<boolean>
  stop: () => Promise<void>
}

const [rounds = 20] = process.argv.slice(2).map(Number)
const MANY_ROWS = 'select a.n * b.n as product from numbers a, numbers b, numbers c, numbers d'
const COMPUTES = 'select sum(a.n * b.n) as total from numbers a, numbers b, numbers c, numbers d'

const { provided, stop } = await startServers()
try {
  console.log(`ms until the server is rid of a statement, ${rounds} rounds: median and worst`)
  for (const open of [openPostgres, openMariadb]) await measure(await open())
} finally {
  await stop()
}

async function measure(engine: Engine): Promise<void> {
  try {
    await report(engine, 'idle between two batches (owed 100)', async () => {
      const cursor = await engine.database.openCursor(MANY_ROWS, LIMITS)
      await cursor.read(BATCH)
      return cursor
    })
    await report(engine, 'before the first row (owed 500)', () => reading(engine, engine.sleeps))
    await report(engine, 'in mid-computation (owed 500)', () => reading(engine, COMPUTES))
  } finally {
    await engine.database.close()
    await engine.stop()
  }
}

/** A cursor that waits for its first row. */
async function reading({ database, isBusy }: Engine, sql: string) {
  const cursor = await database.openCursor(sql, LIMITS)
  cursor.read(BATCH).catch(() => undefined)
  while (!(await isBusy()));
  // So that it is in the middle of it.
  await new Promise(resolve => setTimeout(resolve, 100))
  return cursor
}

async function report(
  { name, isBusy }: Engine,
  title: string,
  begin: () => Promise<{ close(): Promise<void> }>,
): Promise<void> {
  const took: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    const cursor = await begin()
    const since = performance.now()
    const closing = cursor.close()
    while ((await isBusy()) && performance.now() - since < LONGEST_MS);
    took.push(performance.now() - since)
    await closing
  }
  const sorted = took.toSorted((a, b) => a - b)
  const median = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
  console.log(
    `  ${name.padEnd(12)}${title.padEnd(40)}${median.toFixed(0).padStart(6)}${(sorted.at(-1) ?? Number.NaN).toFixed(0).padStart(6)}`,
  )
}

async function openPostgres(): Promise<Engine> {
  const admin = postgres(provided.postgresUrl, { max: 1, onnotice: () => undefined })
  await admin`create table numbers as select generate_series(1, 1000) as n`
  return {
    name: 'PostgreSQL',
    database: open(postgresEngine, provided.postgresUrl),
    sleeps: 'select 1 as one from pg_sleep(600)',
    async isBusy() {
      const busy =
        await admin`select 1 from pg_stat_activity where application_name = ${NAME} and state <> 'idle'`
      return busy.length > 0
    },
    stop: () => admin.end(),
  }
}

async function openMariadb(): Promise<Engine> {
  if ('missing' in provided.mysql) throw new Error(provided.mysql.missing)
  const url = new URL(provided.mysql.url)
  const admin = await createConnection(url.href)
  await admin.query('create database cancel')
  await admin.query('create table cancel.numbers select seq as n from seq_1_to_1000')
  url.pathname = 'cancel'
  return {
    name: 'MariaDB',
    database: open(mysqlEngine, url.href),
    sleeps: 'select 1 as one from (select sleep(600)) nap',
    async isBusy() {
      const [busy] = await admin.query<RowDataPacket[]>(
        `select p.id from information_schema.processlist p
         where p.db = 'cancel' and p.command <> 'Sleep' and p.info like ?`,
        [`%${NAME}%`],
      )
      return busy.some(({ id }) => Number(id) !== admin.threadId)
    },
    stop: () => admin.end(),
  }
}

function open(engine: DatabaseEngine, text: string): Database {
  const { hostname, port, pathname, username, password } = new URL(text)
  return engine.open(
    { host: hostname, port: Number(port), database: pathname.slice(1), username, password, tls: 'DISABLE' },
    {
      ...{ dial: createDial(), applicationName: NAME, maxSessions: 2 },
      ...{ idleTimeoutMs: 60_000, connectTimeoutMs: 10_000, statementTimeoutMs: 60_000 },
    },
  )
}
