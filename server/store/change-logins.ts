import { and, asc, eq } from 'drizzle-orm'
import type { Connection } from '../domain.ts'
import { changeLogins } from './proposal-tables.ts'
import { createSealedPasswords } from './sealed-passwords.ts'
import type { SealedTable } from './sealed-passwords.ts'
import type { Sealer } from './sealing.ts'
import type { Database } from './store-database.ts'
import { connections } from './tables.ts'

/** The login that changes of a database's structure are applied with, where it is another one than questions use. */
export interface ChangeLogin {
  username: string
  password: string
}

type Place = Pick<Connection, 'id' | 'engine' | 'host' | 'port' | 'database'>

export type ChangeLogins = ReturnType<typeof createChangeLogins>

/** Sealed as connections' passwords are. One that was given for another place than the connection's now is not used. */
export function createChangeLogins(db: Database, sealer: Sealer) {
  const passwords = createSealedPasswords(changePasswords(db), sealer)
  const find = async (connectionId: string) =>
    (await db.select().from(changeLogins).where(eq(changeLogins.connectionId, connectionId)))[0]

  return {
    findUnreadable: () => passwords.findUnreadable(),
    resealAll: () => passwords.resealAll(),
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
      return { username: found.username, password: await passwords.readPassword(connection.id) }
    },
  }
}

function changePasswords(db: Database): SealedTable {
  const { connectionId, keyId, sealedPassword } = changeLogins
  const of = (only: string | undefined) => (only === undefined ? undefined : eq(connectionId, only))
  return {
    async read(only) {
      const found = await db
        .select({ id: connectionId, name: connections.name, keyId, sealed: sealedPassword })
        .from(changeLogins)
        .innerJoin(connections, eq(connections.id, connectionId))
        .where(of(only))
        .orderBy(asc(connections.name))
      return found.map(row => ({ ...row, name: `${row.name} (changes)`, owner: ownerOf(row.id) }))
    },
    async replace(row, next) {
      const replaced = await db
        .update(changeLogins)
        .set({ keyId: next.keyId, sealedPassword: next.sealed })
        .where(and(of(row.id), eq(sealedPassword, row.sealed)))
        .returning({ connectionId })
      return replaced.length === 1
    },
  }
}

function ownerOf(connectionId: string): string {
  return `${connectionId} change`
}

function placeOf({ engine, host, port, database }: Place): string {
  return JSON.stringify([engine, host, port, database])
}
