import { createConnection } from 'mysql2/promise'
import type { RowDataPacket } from 'mysql2/promise'
import postgres from 'postgres'
import { valueColumns } from '../../server/ask/ask.ts'
import type { DatabaseEngine, ServerFacts } from '../../server/databases/database.ts'
import { createDial } from '../../server/databases/dial.ts'
import { mysqlEngine } from '../../server/databases/mysql/mysql.ts'
import { postgresEngine } from '../../server/databases/postgres/postgres.ts'
import type { Catalog, ColumnValues } from '../../server/domain.ts'

const ENGINES: Readonly<Record<string, DatabaseEngine>> = {
  'postgres:': postgresEngine,
  'postgresql:': postgresEngine,
  'mysql:': mysqlEngine,
}
const STATEMENT_TIMEOUT_MS = 30_000

/** A database that is asked, with what the product knows of one. */
export interface Target {
  engine: DatabaseEngine
  catalog: Catalog
  values: readonly ColumnValues[]
  facts: ServerFacts
  run(sql: string): Promise<unknown[][]>
  close(): Promise<void>
}

export async function openTarget(address: string): Promise<Target> {
  const url = new URL(address)
  const engine = ENGINES[url.protocol]
  if (!engine) throw new Error(`No engine for ${url.protocol}`)
  const database = engine.open(
    {
      host: url.hostname,
      port: Number(url.port === '' ? engine.defaultPort : url.port),
      database: decodeURIComponent(url.pathname.slice(1)),
      username: decodeURIComponent(url.username),
      password: decodeURIComponent(url.password),
      tls: 'PREFER',
    },
    {
      dial: createDial(),
      applicationName: 'accuracy',
      maxSessions: 2,
      idleTimeoutMs: 60_000,
      connectTimeoutMs: 10_000,
      statementTimeoutMs: STATEMENT_TIMEOUT_MS,
    },
  )
  const session = await openSession(engine, address)
  const catalog = await database.readCatalog()
  const columns = valueColumns(catalog, { enabled: true, never: [], always: [] })
  // As the product samples them.
  const values = await database.readValues({ columns, maxValues: 1_000, maxLength: 100, timeoutMs: 10_000 })
  return {
    engine,
    catalog,
    values,
    facts: await database.readFacts(),
    run: sql => session.rows(sql),
    async close() {
      await session.end()
      await database.close()
    },
  }
}

function openSession({ engine }: DatabaseEngine, address: string): Promise<BareSession> {
  const open = SESSIONS[engine]
  if (!open) throw new Error(`No bare driver for ${engine}`)
  return open(address)
}

interface BareSession {
  rows(sql: string): Promise<unknown[][]>
  end(): Promise<void>
}

/** Gold and answer are fetched by a bare driver, with dates as text, so that nothing of ours is compared with itself. */
const SESSIONS: Readonly<Record<string, (address: string) => Promise<BareSession>>> = {
  POSTGRES: address => {
    const asText = {
      to: 25,
      from: [1082, 1114, 1184, 1083],
      parse: (text: string) => text,
      serialize: String,
    }
    const sql = postgres(address, {
      max: 1,
      types: { asText },
      onnotice: () => undefined,
      connection: { default_transaction_read_only: true, statement_timeout: STATEMENT_TIMEOUT_MS },
    })
    return Promise.resolve({
      rows: async text => (await sql.unsafe(text).values()) as unknown[][],
      end: () => sql.end(),
    })
  },
  MYSQL: async address => {
    const sql = await createConnection({ uri: address, dateStrings: true, rowsAsArray: true })
    await sql.query('set session transaction read only')
    return {
      rows: async text => {
        const [rows] = await sql.query<RowDataPacket[][]>(text)
        return rows
      },
      end: () => sql.end(),
    }
  },
}
