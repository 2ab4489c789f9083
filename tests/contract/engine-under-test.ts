import type {
  Database,
  DatabaseEngine,
  DatabaseOptions,
  DatabaseTarget,
} from '../../server/databases/database.ts'

import { createDial } from '../../server/databases/dial.ts'

/** What the contract suite needs of an engine beside the engine itself. All SQL in the suites is common to all engines. */
export interface EngineUnderTest {
  name: string
  engine: DatabaseEngine
  /** A database with the tables of `shop.ts`, a login that may only read them, and one that may write. */
  createShop(): Promise<Shop>
}

export interface Shop {
  reader: DatabaseTarget
  writer: DatabaseTarget
  schema: string
  /** Runs statements as the owner, around the engine under test. */
  asOwner(sql: string): Promise<void>
  /** Statements that sessions of this application are busy with, as the server sees it. */
  countBusy(applicationName: string): Promise<number>
  countSessions(applicationName: string): Promise<number>
  /** Ends these sessions as an administrator would. */
  killSessions(applicationName: string): Promise<void>
  /** A statement that runs for this long before its first row. */
  slowBeforeFirstRow(seconds: number): string
  /** A statement with this many rows, quick to start, endless for practical purposes. */
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
  { engine }: EngineUnderTest,
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
