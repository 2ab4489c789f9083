/**
 * The databases in use: opened at first need, kept while the connection stays as it is, with what is known of each
 * (catalog, server facts, sample values) read once and kept for a while. Deciding rooms get plain data from here.
 */
import type { Catalog, ColumnRef, ColumnValues, Connection, Engine } from '../domain.ts'
import { AppError } from '../errors.ts'
import type { Database, DatabaseEngine, DatabaseOptions, Dialect, ServerFacts } from './database.ts'

export interface OpenDatabase {
  database: Database
  dialect: Dialect
  /** Cached for five minutes. */
  catalog(): Promise<Catalog>
  /** Cached for five minutes. */
  facts(): Promise<ServerFacts>
  /** Sample values of these columns; cached for an hour, together. */
  values(columns: readonly ColumnRef[]): Promise<readonly ColumnValues[]>
  /** Drops what is cached, e.g. when a statement failed because the catalog has changed. */
  forget(): void
}

export interface OpenDatabasesOptions {
  engines: readonly DatabaseEngine[]
  readPassword: (connectionId: string) => Promise<string>
  now: () => Date
  limits: Omit<DatabaseOptions, 'applicationName'>
}

export type OpenDatabases = ReturnType<typeof createOpenDatabases>

const MINUTE_MS = 60_000
const CATALOG_MS = 5 * MINUTE_MS
const VALUES_MS = 60 * MINUTE_MS
/** Bounds of one sampling: enough for names of cities and products, small enough to be unnoticed. */
const VALUE_SAMPLE = { maxValues: 1000, maxLength: 100, timeoutMs: 3000 }

export function createOpenDatabases({ engines, readPassword, now, limits }: OpenDatabasesOptions) {
  const open = new Map<string, { identity: string; opened: Promise<OpenDatabase> }>()

  async function openDatabase(connection: Connection): Promise<OpenDatabase> {
    const engine = engineOf(engines, connection.engine)
    const { id, host, port, database: name, username, tls } = connection
    const password = await readPassword(id)
    const database = engine.open(
      { host, port, database: name, username, password, tls },
      { ...limits, applicationName: `lovable-ai:${id}` },
    )
    const catalog = memory<Catalog>(CATALOG_MS, now)
    const facts = memory<ServerFacts>(CATALOG_MS, now)
    const values = memory<readonly ColumnValues[]>(VALUES_MS, now)
    return {
      database,
      dialect: engine.dialect,
      catalog: () => catalog.recall(() => database.readCatalog()),
      facts: () => facts.recall(() => database.readFacts()),
      values: columns => values.recall(() => database.readValues({ ...VALUE_SAMPLE, columns })),
      forget() {
        for (const known of [catalog, facts, values]) known.forget()
      },
    }
  }

  return {
    /** Opens no session yet: a database that is down shows at the first use. */
    async get(connection: Connection): Promise<OpenDatabase> {
      const { engine, host, port, database, username, tls } = connection
      const identity = JSON.stringify([engine, host, port, database, username, tls])
      const existing = open.get(connection.id)
      if (existing?.identity === identity) return existing.opened
      const opened = openDatabase(connection)
      open.set(connection.id, { identity, opened })
      opened.catch(() => {
        if (open.get(connection.id)?.opened === opened) open.delete(connection.id)
      })
      await existing?.opened.then(({ database: old }) => old.close())
      return opened
    },
    async close(): Promise<void> {
      const all = [...open.values()]
      open.clear()
      await Promise.allSettled(all.map(async ({ opened }) => (await opened).database.close()))
    },
  }
}

function engineOf(engines: readonly DatabaseEngine[], wanted: Engine): DatabaseEngine {
  const engine = engines.find(candidate => candidate.engine === wanted)
  if (!engine) throw new AppError('INPUT_INVALID', `Databases of the kind ${wanted} are not supported here`)
  return engine
}

/** One value, read at most once per period; callers that come meanwhile share the reading. A failure is not kept. */
function memory<T>(periodMs: number, now: () => Date) {
  let kept: { value: Promise<T>; readAt: number } | null = null
  return {
    recall(read: () => Promise<T>): Promise<T> {
      if (kept && now().getTime() - kept.readAt < periodMs) return kept.value
      const mine = { value: read(), readAt: now().getTime() }
      kept = mine
      mine.value.catch(() => {
        if (kept === mine) kept = null
      })
      return mine.value
    },
    forget(): void {
      kept = null
    },
  }
}
