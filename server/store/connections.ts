import { asc, eq, isNull, sql } from 'drizzle-orm'
import type { Connection, GlossaryTerm } from '../domain.ts'
import type { Sealer } from './sealing.ts'
import type { Database } from './store-database.ts'
import { connections } from './tables.ts'

export type Connections = ReturnType<typeof createConnections>

/** Passwords come out only through `readPassword`, when a pool opens. */
export function createConnections(db: Database, sealer: Sealer) {
  const visible = {
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
    sample: sql<boolean>`${connections.sample} is not null`,
    createdAt: connections.createdAt,
    targetChangedAt: connections.targetChangedAt,
    deletedAt: connections.deletedAt,
  }
  return {
    async list(): Promise<Connection[]> {
      return db
        .select(visible)
        .from(connections)
        .where(isNull(connections.deletedAt))
        .orderBy(asc(connections.createdAt), asc(connections.name))
    },
    /** Also a deleted one: what was asked of it stays on record. */
    async find(id: string): Promise<Connection | null> {
      const [found] = await db.select(visible).from(connections).where(eq(connections.id, id))
      return found ?? null
    },
    async readGlossary(id: string): Promise<GlossaryTerm[]> {
      const [found] = await db
        .select({ glossary: connections.glossary })
        .from(connections)
        .where(eq(connections.id, id))
      return found?.glossary ?? []
    },
    async readPassword(id: string): Promise<string> {
      const [found] = await db
        .select({ keyId: connections.keyId, sealed: connections.sealedPassword })
        .from(connections)
        .where(eq(connections.id, id))
      return found ? sealer.unseal(id, found) : ''
    },
    /** Makes the sample connection, or brings host, port and password of the one made earlier up to date. */
    async putSample(sample: string, connection: Connection, password: string): Promise<void> {
      const [existing] = await db
        .select({ id: connections.id })
        .from(connections)
        .where(eq(connections.sample, sample))
      const id = existing?.id ?? connection.id
      const { keyId, sealed } = sealer.seal(id, password)
      await db
        .insert(connections)
        .values({ ...connection, id, sample, keyId, sealedPassword: sealed })
        .onConflictDoUpdate({
          target: connections.id,
          set: {
            host: connection.host,
            port: connection.port,
            database: connection.database,
            username: connection.username,
            keyId,
            sealedPassword: sealed,
          },
        })
    },
  }
}
