import { eq } from 'drizzle-orm'
import type { Connection } from '../domain.ts'
import { AppError } from '../errors.ts'
import { changeLogins } from './proposal-tables.ts'
import type { Sealer } from './sealing.ts'
import type { Database } from './store-database.ts'

/** The login that changes of a database's structure are applied with, where it is another one than questions use. */
export interface ChangeLogin {
  username: string
  password: string
}

type Place = Pick<Connection, 'id' | 'engine' | 'host' | 'port' | 'database'>

export type ChangeLogins = ReturnType<typeof createChangeLogins>

/** Sealed as connections' passwords are. One that was given for another place than the connection's now is not used. */
export function createChangeLogins(db: Database, sealer: Sealer) {
  const ownerOf = (connectionId: string) => `${connectionId} change`
  const find = async (connectionId: string) =>
    (await db.select().from(changeLogins).where(eq(changeLogins.connectionId, connectionId)))[0]

  return {
    async set(connection: Place, { username, password }: ChangeLogin): Promise<void> {
      const { keyId, sealed } = sealer.seal(ownerOf(connection.id), password)
      const login = { username, keyId, sealedPassword: sealed, place: placeOf(connection) }
      await db
        .insert(changeLogins)
        .values({ connectionId: connection.id, ...login })
        .onConflictDoUpdate({ target: changeLogins.connectionId, set: login })
    },
    async remove(connectionId: string): Promise<void> {
      await db.delete(changeLogins).where(eq(changeLogins.connectionId, connectionId))
    },
    /** Whom changes are applied as; null: as questions are asked. */
    async username(connection: Place): Promise<string | null> {
      const found = await find(connection.id)
      return found?.place === placeOf(connection) ? found.username : null
    },
    /** Null: there is none for this place. STORE_KEY_MISSING when no key here opens it. */
    async read(connection: Place): Promise<ChangeLogin | null> {
      const found = await find(connection.id)
      if (found?.place !== placeOf(connection)) return null
      const unsealed = sealer.unseal(ownerOf(connection.id), {
        keyId: found.keyId,
        sealed: found.sealedPassword,
      })
      if ('secret' in unsealed) return { username: found.username, password: unsealed.secret }
      throw new AppError(
        'STORE_KEY_MISSING',
        `The password of the login for changes cannot be read: the key "${found.keyId}" is not among APP_ENCRYPTION_KEYS.`,
        { hints: ['Start the server with the keys that it had, or enter that login anew'] },
      )
    },
    /** Under the first key; answers how many had another and could be read, and the keys in use after it. */
    async resealAll(): Promise<{ resealed: number; keyIdsInUse: string[] }> {
      let resealed = 0
      for (const { connectionId, keyId, sealedPassword } of await db.select().from(changeLogins)) {
        const unsealed = sealer.unseal(ownerOf(connectionId), { keyId, sealed: sealedPassword })
        if (keyId === sealer.keyId || !('secret' in unsealed)) continue
        const { sealed } = sealer.seal(ownerOf(connectionId), unsealed.secret)
        await db
          .update(changeLogins)
          .set({ keyId: sealer.keyId, sealedPassword: sealed })
          .where(eq(changeLogins.connectionId, connectionId))
        resealed += 1
      }
      const left = await db.selectDistinct({ keyId: changeLogins.keyId }).from(changeLogins)
      return { resealed, keyIdsInUse: left.map(({ keyId }) => keyId) }
    },
  }
}

function placeOf({ engine, host, port, database }: Place): string {
  return JSON.stringify([engine, host, port, database])
}
