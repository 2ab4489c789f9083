/** The saved passwords of connections under the keys that the server has: which ones can be read, and a new key for all. */
import { and, asc, eq, isNull } from 'drizzle-orm'
import { AppError } from '../errors.ts'
import type { Sealer, UnreadableReason } from './sealing.ts'
import type { Database } from './store-database.ts'
import { connections } from './tables.ts'

export interface UnreadablePassword {
  /** Of the connection. */
  id: string
  name: string
  keyId: string
  reason: UnreadableReason
}

export interface Resealing {
  resealed: number
  alreadyRight: number
  unreadable: readonly UnreadablePassword[]
  /** Of the keys that saved passwords are sealed with now. */
  keyIdsInUse: readonly string[]
}

export function createSealedPasswords(db: Database, sealer: Sealer) {
  const columns = {
    id: connections.id,
    name: connections.name,
    keyId: connections.keyId,
    sealed: connections.sealedPassword,
  }
  const live = (id: string) => and(eq(connections.id, id), isNull(connections.deletedAt))
  type Found = Awaited<ReturnType<typeof readAll>>[number]

  const readAll = () =>
    db.select(columns).from(connections).where(isNull(connections.deletedAt)).orderBy(asc(connections.name))

  const unreadable = ({ id, name, keyId }: Found, reason: UnreadableReason): UnreadablePassword => ({
    id,
    name,
    keyId,
    reason,
  })

  /** Only over the very bytes that were read: what somebody saves meanwhile stays, and is looked at anew. */
  async function resealOne(first: Found): Promise<'resealed' | 'right' | 'gone' | UnreadablePassword> {
    for (let found: Found | undefined = first; found; [found] = await find(first.id)) {
      const unsealed = sealer.unseal(found.id, found)
      if ('unreadable' in unsealed) return unreadable(found, unsealed.unreadable)
      if (found.keyId === sealer.keyId) return 'right'
      const { keyId, sealed } = sealer.seal(found.id, unsealed.secret)
      const changed = await db
        .update(connections)
        .set({ keyId, sealedPassword: sealed })
        .where(and(live(found.id), eq(connections.sealedPassword, found.sealed)))
        .returning({ id: connections.id })
      if (changed.length === 1) return 'resealed'
    }
    return 'gone'
  }

  const find = (id: string) => db.select(columns).from(connections).where(live(id))

  return {
    /** NOT_FOUND for a deleted or unknown connection, STORE_KEY_MISSING for a password that no key here opens. */
    async readPassword(id: string): Promise<string> {
      const [found] = await find(id)
      if (!found) {
        throw new AppError('NOT_FOUND', 'There is no such connection', {
          hints: ['It may have been deleted: choose another one'],
        })
      }
      const unsealed = sealer.unseal(id, found)
      if ('secret' in unsealed) return unsealed.secret
      throw unreadableError(unreadable(found, unsealed.unreadable))
    },
    /** Tries every saved password; none comes out. */
    async findUnreadable(): Promise<UnreadablePassword[]> {
      return (await readAll()).flatMap(found => {
        const unsealed = sealer.unseal(found.id, found)
        return 'unreadable' in unsealed ? [unreadable(found, unsealed.unreadable)] : []
      })
    },
    /** Seals every password under the first key; safe beside processes that read and save connections. */
    async resealAll(): Promise<Resealing> {
      const outcomes = []
      for (const found of await readAll()) outcomes.push(await resealOne(found))
      return {
        resealed: outcomes.filter(outcome => outcome === 'resealed').length,
        alreadyRight: outcomes.filter(outcome => outcome === 'right').length,
        unreadable: outcomes.filter(outcome => typeof outcome === 'object'),
        keyIdsInUse: [...new Set((await readAll()).map(({ keyId }) => keyId))].sort(),
      }
    },
  }
}

function unreadableError({ name, keyId, reason }: UnreadablePassword): AppError {
  const why =
    reason === 'MISSING'
      ? `The key "${keyId}" is not among APP_ENCRYPTION_KEYS`
      : `The key "${keyId}" is not the one that it was sealed with`
  return new AppError(
    'STORE_KEY_MISSING',
    `The saved password of the connection "${name}" cannot be read. ${why}.`,
    {
      hints: [
        'An administrator can start the server with the keys that it had when the connection was saved',
        "Or enter the connection's password anew",
      ],
    },
  )
}
