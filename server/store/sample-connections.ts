/** The demo's own connections: laid out at each start, over their own rows and never over one that people own. */
import { eq, sql } from 'drizzle-orm'
import type { Connection } from '../domain.ts'
import type { Sealer } from './sealing.ts'
import type { Database } from './store-database.ts'
import { connections } from './tables.ts'
import { violates } from './unique-violation.ts'

/** Whether a connection is a sample, as the column of a selection. */
export const IS_SAMPLE = sql<boolean>`${connections.sample} is not null`

type Row = typeof connections.$inferSelect

export function createSampleConnections(db: Database, sealer: Sealer) {
  /** False when another process has made it a moment ago. */
  async function insert(sample: string, connection: Connection, password: string): Promise<boolean> {
    const { keyId, sealed } = sealer.seal(connection.id, password)
    try {
      await underFreeName(connection.name, name =>
        db.insert(connections).values({
          ...connection,
          allowedFunctions: [...connection.allowedFunctions],
          ...{ name, sample, keyId, sealedPassword: sealed },
        }),
      )
      return true
    } catch (error) {
      if (violates(error, 'connections_sample')) return false
      throw error
    }
  }

  function isCurrent(row: Row, connection: Connection, password: string): boolean {
    if (row.deletedAt !== null) return false
    const unsealed = sealer.unseal(row.id, { keyId: row.keyId, sealed: row.sealedPassword })
    return (
      'secret' in unsealed &&
      unsealed.secret === password &&
      row.host === connection.host &&
      row.port === connection.port &&
      row.database === connection.database &&
      row.username === connection.username
    )
  }

  async function bringUpToDate(row: Row, connection: Connection, password: string): Promise<void> {
    const { host, port, database, username, targetChangedAt } = connection
    const { keyId, sealed } = sealer.seal(row.id, password)
    const target = { host, port, database, username, keyId, sealedPassword: sealed, targetChangedAt }
    const write = (changes: Partial<Row>) =>
      db.update(connections).set(changes).where(eq(connections.id, row.id))
    if (row.deletedAt === null) await write(target)
    else await underFreeName(row.name, name => write({ ...target, name, deletedAt: null }))
  }

  return {
    /**
     * Makes the sample connection, or brings host, port, database, user and password of the one made earlier up to date;
     * `targetChangedAt` only where one of these differs. One that was deleted comes back as the same connection, with its
     * history. Where people use its name for a connection of their own, it takes another: `Northwind dev (sample)`.
     */
    async putSample(sample: string, connection: Connection, password: string): Promise<void> {
      for (;;) {
        const [row] = await db.select().from(connections).where(eq(connections.sample, sample))
        if (row && isCurrent(row, connection, password)) return
        if (row) return bringUpToDate(row, connection, password)
        if (await insert(sample, connection, password)) return
      }
    },
    /** The condition that finds one of them. */
    findSample: (sample: string) => eq(connections.sample, sample),
  }
}

/** By the unique index, not by a look beforehand: another process may take the name in between. */
async function underFreeName(name: string, write: (name: string) => PromiseLike<unknown>): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      await write([name, `${name} (sample)`][tries] ?? `${name} (sample ${tries})`)
      return
    } catch (error) {
      if (!violates(error, 'connections_name')) throw error
    }
  }
}
