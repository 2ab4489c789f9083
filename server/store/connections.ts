import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import type { PgUpdateSetSource } from 'drizzle-orm/pg-core'
import type { Connection, FunctionName, GlossaryTerm, ValueSampling } from '../domain.ts'
import { changeLogins } from './proposal-tables.ts'
import { createSampleConnections, IS_SAMPLE } from './sample-connections.ts'
import { createSealedPasswords } from './sealed-passwords.ts'
import type { SealedTable } from './sealed-passwords.ts'
import type { Sealer } from './sealing.ts'
import type { Database } from './store-database.ts'
import { connections } from './tables.ts'
import { violates } from './unique-violation.ts'

export type Connections = ReturnType<typeof createConnections>

/** Without its password. */
export const VISIBLE_CONNECTION = {
  id: connections.id,
  name: connections.name,
  engine: connections.engine,
  environment: connections.environment,
  host: connections.host,
  port: connections.port,
  database: connections.database,
  username: connections.username,
  tls: connections.tls,
  privacy: connections.privacy,
  sampling: connections.sampling,
  allowedFunctions: connections.allowedFunctions,
  careful: connections.careful,
  serverVersion: connections.serverVersion,
  loginCanWrite: connections.loginCanWrite,
  sample: IS_SAMPLE,
  createdAt: connections.createdAt,
  targetChangedAt: connections.targetChangedAt,
  deletedAt: connections.deletedAt,
}

/** Passwords come out only through `readPassword`, when a pool opens. */
export function createConnections(db: Database, sealer: Sealer) {
  const { putSample, findSample } = createSampleConnections(db, sealer)
  const byId = db
    .select(VISIBLE_CONNECTION)
    .from(connections)
    .where(eq(connections.id, sql.placeholder('id')))
    .prepare('connection_by_id')
  const live = (id: string) => and(eq(connections.id, id), isNull(connections.deletedAt))

  /** False when there is no such connection (any more). */
  async function change(
    id: string,
    changes: PgUpdateSetSource<typeof connections>,
    provided?: SQL,
  ): Promise<boolean> {
    const changed = await db
      .update(connections)
      .set(changes)
      .where(and(live(id), provided))
      .returning({ id: connections.id })
    return changed.length === 1
  }

  return {
    ...createSealedPasswords(connectionPasswords(db), sealer),
    putSample,
    async list(): Promise<Connection[]> {
      return db
        .select(VISIBLE_CONNECTION)
        .from(connections)
        .where(isNull(connections.deletedAt))
        .orderBy(asc(connections.createdAt), asc(connections.name))
    },
    /** Also a deleted one: what was asked of it stays on record. */
    async find(id: string): Promise<Connection | null> {
      const [found] = await byId.execute({ id })
      return found ?? null
    },
    /** The sample connection of that name, as `putSample` was told it. */
    async findSample(sample: string): Promise<Connection | null> {
      const [found] = await db.select(VISIBLE_CONNECTION).from(connections).where(findSample(sample))
      return found ?? null
    },
    /** Names are taken whatever the case of their letters; those of deleted connections are free. */
    async add(connection: Connection, password: string): Promise<'added' | 'name-taken'> {
      const { keyId, sealed } = sealer.seal(connection.id, password)
      return unlessNameTaken<'added'>(async () => {
        await db.insert(connections).values({
          ...connection,
          allowedFunctions: [...connection.allowedFunctions],
          ...{ sample: null, keyId, sealedPassword: sealed },
        })
        return 'added'
      })
    },
    /**
     * Name, engine, environment, place, login, TLS, privacy, and what was found there; sampling, glossary and allowed
     * functions have their own. `targetChangedAt` rises whenever the row's target changes, also where the caller knew an
     * older row. Allowed functions are those of one database: in another place the list is empty again.
     * @param password null keeps the saved one, readable or not
     * @param seen the `targetChangedAt` that the caller has seen: `outdated` when the target has changed since
     */
    async update(
      connection: Connection,
      password: string | null,
      seen?: Date,
    ): Promise<'updated' | 'name-taken' | 'outdated' | 'gone'> {
      const { id, name, engine, environment, host, port, database, username, tls, privacy } = connection
      const { serverVersion, loginCanWrite } = connection
      const secret = password === null ? null : sealer.seal(id, password)
      const given = sql.param(connection.targetChangedAt, connections.targetChangedAt)
      const isSameTarget = sql`
        (${connections.engine}, ${connections.host}, ${connections.port}, ${connections.database},
          ${connections.username}, ${connections.tls})
        is not distinct from (${engine}::text, ${host}::text, ${port}::int, ${database}::text, ${username}::text, ${tls}::text)
        and ${secret === null}::boolean`
      const allowedFunctions = sql`case
        when (${connections.engine}, ${connections.host}, ${connections.port}, ${connections.database})
          is not distinct from (${engine}::text, ${host}::text, ${port}::int, ${database}::text)
        then ${connections.allowedFunctions} else '[]'::jsonb end`
      const targetChangedAt = sql`greatest(${given}::timestamptz, ${connections.targetChangedAt}
        + case when ${isSameTarget} then interval '0' else interval '1 millisecond' end)`
      return unlessNameTaken<'updated' | 'outdated' | 'gone'>(async () => {
        const changed = await change(
          id,
          {
            ...{ name, engine, environment, host, port, database, username, tls, privacy, targetChangedAt },
            ...{ allowedFunctions, serverVersion, loginCanWrite },
            ...(secret && { keyId: secret.keyId, sealedPassword: secret.sealed }),
          },
          seen && eq(connections.targetChangedAt, seen),
        )
        if (changed) return 'updated'
        const [left] = await db.select({ id: connections.id }).from(connections).where(live(id))
        return left ? 'outdated' : 'gone'
      })
    },
    /** Keeps the row and its glossary for what speaks of them, without any password. False when it is gone already. */
    async remove(id: string, at: Date): Promise<boolean> {
      await db.delete(changeLogins).where(eq(changeLogins.connectionId, id))
      return change(id, { deletedAt: at, keyId: '', sealedPassword: Buffer.alloc(0) })
    },
    async readGlossary(id: string): Promise<GlossaryTerm[]> {
      const [found] = await db
        .select({ glossary: connections.glossary })
        .from(connections)
        .where(eq(connections.id, id))
      return found?.glossary ?? []
    },
    /** False when there is no such connection (any more). */
    async setGlossary(id: string, terms: readonly GlossaryTerm[]): Promise<boolean> {
      return change(id, { glossary: [...terms] })
    },
    /** False when there is no such connection (any more). */
    async setSampling(id: string, sampling: ValueSampling): Promise<boolean> {
      return change(id, { sampling })
    },
    /**
     * @param seen the `targetChangedAt` of the connection whose functions these are: false when its target has changed
     * since, or it is gone
     */
    async setAllowedFunctions(id: string, functions: readonly FunctionName[], seen: Date): Promise<boolean> {
      return change(id, { allowedFunctions: [...functions] }, eq(connections.targetChangedAt, seen))
    },
    /** False when there is no such connection (any more). */
    async setCareful(id: string, careful: boolean): Promise<boolean> {
      return change(id, { careful })
    },
    /** What was found at the target of that time; false when it has changed since, or the connection is gone. */
    async setFound(
      id: string,
      found: Pick<Connection, 'serverVersion' | 'loginCanWrite'>,
      seen: Date,
    ): Promise<boolean> {
      return change(id, found, eq(connections.targetChangedAt, seen))
    },
  }
}

/** By the unique index, not by a look beforehand: of two that save the same name at once, one learns that it is taken. */
async function unlessNameTaken<T extends string>(write: () => Promise<T>): Promise<T | 'name-taken'> {
  try {
    return await write()
  } catch (error) {
    if (violates(error, 'connections_name')) return 'name-taken'
    throw error
  }
}

function connectionPasswords(db: Database): SealedTable {
  const { id, name, keyId, sealedPassword } = connections
  const live = (only: string | undefined) =>
    and(isNull(connections.deletedAt), only === undefined ? undefined : eq(id, only))
  return {
    read: async only =>
      db
        .select({ id, name, owner: id, keyId, sealed: sealedPassword })
        .from(connections)
        .where(live(only))
        .orderBy(asc(name)),
    async replace(row, next) {
      const replaced = await db
        .update(connections)
        .set({ keyId: next.keyId, sealedPassword: next.sealed })
        .where(and(live(row.id), eq(sealedPassword, row.sealed)))
        .returning({ id })
      return replaced.length === 1
    },
  }
}
