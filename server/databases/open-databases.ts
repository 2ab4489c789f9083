/**
 * The databases in use: opened at first need, kept while the connection leads to the same place, with what is known of
 * each (catalog, server facts, sample values) read once and kept for a while. Deciding rooms get plain data from here.
 */
import type { Catalog, ColumnRef, ColumnSample, Connection, ConnectionInput, Engine } from '../domain.ts'
import { AppError } from '../errors.ts'
import type {
  Database,
  DatabaseEngine,
  DatabaseOptions,
  Dial,
  Dialect,
  ServerCheck,
  ServerFacts,
} from './database.ts'
import { createMemory } from './memory.ts'
import type { SchemaChanges, WriteRollback } from './schema-changes.ts'
import { createValueSamples } from './value-samples.ts'

export interface OpenDatabase {
  database: Database
  dialect: Dialect
  /** Cached for five minutes. */
  catalog(): Promise<Catalog>
  /** Cached for five minutes. */
  facts(): Promise<ServerFacts>
  /** Reads the facts anew, whatever is cached. */
  readFacts(): Promise<ServerFacts>
  /** Sample values of these columns, as far as they could be had; each cached for an hour. */
  values(columns: readonly ColumnRef[]): Promise<readonly ColumnSample[]>
  /** The sample values that are known now. */
  samples(): readonly ColumnSample[]
  /** Reads the catalog anew, whatever is cached. */
  refresh(): Promise<Catalog>
  /** What it takes to change the structure, as the login for changes where there is one. Opens nothing yet. */
  changes(): Promise<SchemaChanges>
  writeRollback: WriteRollback
  /** Drops what is cached, e.g. when a statement failed because the catalog has changed. */
  forget(): void
  /** Ends all its sessions. */
  close(reason?: AppError): Promise<void>
}

const NO_ROLLBACK = { statements: [], class: 'IRREVERSIBLE', notes: [] } as const

/** A place to try out, with all that it takes to get in. */
export type ConnectionTarget = Pick<
  ConnectionInput,
  'engine' | 'host' | 'port' | 'database' | 'username' | 'password' | 'tls'
> & { sample: boolean }

export interface OpenDatabasesOptions {
  engines: readonly DatabaseEngine[]
  readPassword: (connectionId: string) => Promise<string>
  /** Who changes are applied as; null: as everything else. */
  readChangeLogin: (connection: Connection) => Promise<{ username: string; password: string } | null>
  now: () => Date
  limits: Omit<DatabaseOptions, 'applicationName' | 'dial'>
  dial: Dial
  /** For the demo's own databases, which the policy of hosts does not bind. */
  sampleDial: Dial
}

export type OpenDatabases = ReturnType<typeof createOpenDatabases>

const FRESH_MS = 5 * 60_000
/** A change has a session of its own beside these, which only look. */
const CHANGE_SESSIONS = 2

export function createOpenDatabases(options: OpenDatabasesOptions) {
  const { engines, readPassword, now, limits } = options
  const open = new Map<string, { identity: string; opened: Promise<OpenDatabase> }>()

  function engineOf(wanted: Engine): DatabaseEngine {
    const engine = engines.find(candidate => candidate.engine === wanted)
    if (!engine) throw new AppError('INPUT_INVALID', `Databases of the kind ${wanted} are not supported here`)
    return engine
  }

  function connect(
    { engine, sample, ...target }: ConnectionTarget,
    applicationName: string,
    maxSessions: number,
  ) {
    const dial = sample ? options.sampleDial : options.dial
    return engineOf(engine).open(target, { ...limits, maxSessions, dial, applicationName })
  }

  async function openDatabase(connection: Connection): Promise<OpenDatabase> {
    const { engine, host, port, database: name, username, tls, sample } = connection
    const password = await readPassword(connection.id)
    const target = { engine, host, port, database: name, username, password, tls, sample }
    const database = connect(target, sessionName(connection), limits.maxSessions)
    let changing: Promise<Database> | null = null
    const openChanging = async () => {
      const login = await options.readChangeLogin(connection)
      return login === null
        ? database
        : connect({ ...target, ...login }, sessionName(connection), CHANGE_SESSIONS)
    }
    const catalog = createMemory<Catalog>(FRESH_MS, now)
    const facts = createMemory<ServerFacts>(FRESH_MS, now)
    const values = createValueSamples(database, now)
    const forget = () => {
      for (const known of [catalog, facts, values]) known.forget()
    }
    const readCatalog = () => catalog.recall(() => database.readCatalog())
    const readFacts = () => facts.recall(() => database.readFacts())
    return {
      database,
      dialect: database.dialect,
      catalog: readCatalog,
      facts: readFacts,
      readFacts() {
        facts.forget()
        return readFacts()
      },
      values: values.of,
      samples: values.known,
      refresh() {
        forget()
        return readCatalog()
      },
      async changes() {
        changing ??= openChanging()
        // One that could not be opened is tried anew.
        changing.catch(() => (changing = null))
        const { changes } = await changing
        if (changes !== undefined) return changes
        throw new AppError('PROPOSAL_NOT_TRIED', 'Changes of databases of this engine are not made here.')
      },
      writeRollback: engineOf(engine).writeRollback ?? (() => NO_ROLLBACK),
      forget,
      async close(reason?: AppError) {
        await database.close(reason)
        if (changing !== null) await (await changing).close(reason)
      },
    }
  }

  async function closeAll(ids: readonly string[], reason?: AppError): Promise<void> {
    const leaving = ids.map(id => open.get(id)?.opened)
    for (const id of ids) open.delete(id)
    // One that could not be opened has nothing to close.
    await Promise.allSettled(leaving.map(async opened => (await opened)?.close(reason)))
  }

  return {
    engines: engines.map(({ engine, defaultPort, dialect }) => ({ engine, defaultPort, dialect })),

    /** Opens no session yet: a database that is down shows at the first use. */
    async get(connection: Connection): Promise<OpenDatabase> {
      const identity = identityOf(connection)
      const existing = open.get(connection.id)
      if (existing?.identity === identity) return existing.opened
      if (existing) await closeAll([connection.id], connectionChanged())
      const meanwhile = open.get(connection.id)
      if (meanwhile?.identity === identity) return meanwhile.opened
      const opened = openDatabase(connection)
      open.set(connection.id, { identity, opened })
      opened.catch(() => {
        if (open.get(connection.id)?.opened === opened) open.delete(connection.id)
      })
      return opened
    },

    /** Connects to a place that may not be saved, asks who is there, and leaves. Rejects with what went wrong. */
    async check(target: ConnectionTarget): Promise<{ check: ServerCheck; dialect: Dialect }> {
      const database = connect(target, 'lovable-ai:check', 1)
      try {
        return { check: await database.check(), dialect: database.dialect }
      } finally {
        await database.close()
      }
    },

    /** Ends all sessions of a connection that was edited or deleted; what runs on it ends with the reason. */
    discard: (connectionId: string, reason: AppError = connectionChanged()) =>
      closeAll([connectionId], reason),

    /** Closes what is open for connections that another process has edited or deleted since. */
    async retain(connections: readonly Connection[]): Promise<void> {
      const current = new Map(connections.map(connection => [connection.id, identityOf(connection)]))
      const outdated = [...open].filter(([id, { identity }]) => current.get(id) !== identity)
      await closeAll(
        outdated.map(([id]) => id),
        connectionChanged(),
      )
    },

    close: () => closeAll([...open.keys()]),
  }
}

/** Two connections of equal identity share sessions. */
function identityOf({ engine, host, port, database, username, tls, targetChangedAt }: Connection): string {
  return JSON.stringify([engine, host, port, database, username, tls, targetChangedAt])
}

/** What a DBA sees: at most 63 characters of ASCII, which is what PostgreSQL keeps of an application's name. */
function sessionName({ name, id }: Connection): string {
  return `lovable-ai:${name.replace(/[^\x20-\x7e]/g, '?').slice(0, 40)} (${id.slice(0, 8)})`
}

function connectionChanged(): AppError {
  return new AppError('DATABASE_CONNECTION_CHANGED', 'The connection was edited or deleted meanwhile.', {
    hints: ['Run it again if the connection is still there.'],
    retryable: true,
  })
}
