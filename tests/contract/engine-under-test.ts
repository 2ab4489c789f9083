import type {
  Database,
  DatabaseEngine,
  DatabaseOptions,
  DatabaseTarget,
  ServerFunction,
} from '../../server/databases/database.ts'
import { createDial } from '../../server/databases/dial.ts'
import type { ErrorCode } from '../../server/errors.ts'
import type { CatalogTable, Cell, ResultColumn } from '../../server/domain.ts'

/**
 * What the contract suites need of an engine beside the engine itself. The promises are the suites'; what differs is the
 * SQL that puts them to the test, and the names of types.
 */
export interface EngineUnderTest {
  name: string
  engine: DatabaseEngine
  /** A database with the shop's tables, a login that may only read them, and one that may write. */
  createShop(): Promise<Shop>
  /** The server of the tests offers no TLS, or a certificate that nobody trusts. Null: encrypts. */
  tlsFailures: Readonly<Record<'REQUIRE' | 'VERIFY_FULL', ErrorCode | null>>
  cursor: CursorSql
  catalog: ExpectedCatalog
}

/** By what it does to the cursor; each with the code that it is refused with. */
export interface CursorSql {
  /** The column of `slowBeforeFirstRow`. */
  oneColumn: ResultColumn
  /** Other statements than SELECT that return rows, and what is in them. */
  readings: readonly (readonly [sql: string, content: RegExp])[]
  refusals: Readonly<
    Record<
      | 'a second statement'
      | 'a way out of the transaction'
      | 'nothing'
      | 'a statement without rows'
      | 'copying'
      | 'a placeholder'
      | 'a misspelt word'
      | 'a table that is gone'
      | 'a column that is gone'
      | 'a table that is not ours to read'
      | 'a write'
      | 'a write inside of a reading statement'
      | 'a value that is out of range in a later row',
      readonly [sql: string, code: string]
    >
  >
  /** Fails on a name of a customer, which the server then quotes in its message. */
  failsOnAName: string
  /** Statements that change settings of the session and take locks. */
  leavings: readonly string[]
  /** What shows them, and how it looks in a new session. */
  traces: readonly (readonly [sql: string, row: readonly Cell[]])[]
}

export interface ExpectedCatalog {
  /** Of all tables that the reader may read. */
  kinds: Readonly<Record<string, CatalogTable['kind']>>
  types: { city: string; balance: string }
  /** Null where functions of the engine are in no catalog. */
  builtInFunction: ServerFunction | null
  createFunction: string
}

export interface Shop {
  reader: DatabaseTarget
  writer: DatabaseTarget
  schema: string
  /** Runs one statement as the owner, around the engine under test. */
  asOwner(sql: string): Promise<void>
  /** With the engine's quotes, needed or not; not by the dialect that is tested. */
  quote(name: string): string
  /** Lets the reader read one more table. */
  letRead(quotedTable: string): Promise<void>
  /** Sessions of this application that are busy with a statement or in a transaction, as the server sees it. */
  countBusy(applicationName: string): Promise<number>
  countSessions(applicationName: string): Promise<number>
  /** Ends these sessions as an administrator would. */
  killSessions(applicationName: string): Promise<void>
  /** A statement that runs for this long before its first row. */
  slowBeforeFirstRow(seconds: number): string
  /** A statement with this many rows, numbered in their order, quick to start, endless for practical purposes. */
  manyRows(count: number): string
  drop(): Promise<void>
}

export const OPTIONS: DatabaseOptions = {
  dial: createDial(),
  applicationName: 'contract-test',
  maxSessions: 2,
  idleTimeoutMs: 60_000,
  connectTimeoutMs: 10_000,
  statementTimeoutMs: 20_000,
}

export async function withDatabase<T>(
  { engine }: Pick<EngineUnderTest, 'engine'>,
  target: DatabaseTarget,
  use: (database: Database) => Promise<T>,
  options: Partial<DatabaseOptions> = {},
): Promise<T> {
  const database = engine.open(target, { ...OPTIONS, ...options })
  try {
    return await use(database)
  } finally {
    await database.close()
  }
}

/** @param url with user name, password and database */
export function toTarget(text: string): DatabaseTarget {
  const url = new URL(text)
  return {
    host: url.hostname,
    port: Number(url.port),
    database: url.pathname.slice(1),
    username: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    tls: 'DISABLE',
  }
}
