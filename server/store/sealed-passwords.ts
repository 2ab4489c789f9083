/** Saved passwords under the keys that the server has: which ones can be read, and a new key for all of them. */
import { AppError } from '../errors.ts'
import type { Sealed, Sealer, UnreadableReason } from './sealing.ts'

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

/** One saved password. */
export interface SealedRow extends Sealed {
  /** Of the connection. */
  id: string
  /** Whose password it is, for people. */
  name: string
  /** What it was sealed for, see sealing.ts. */
  owner: string
}

/** A table of the store that holds them, a connection's at most once; deleted connections have none. */
export interface SealedTable {
  /** All of them by their names, or that connection's. */
  read(id?: string): Promise<SealedRow[]>
  /** Only over the very bytes that were read; false when they are others by now. */
  replace(row: SealedRow, sealed: Sealed): Promise<boolean>
}

export function createSealedPasswords(table: SealedTable, sealer: Sealer) {
  const unreadable = ({ id, name, keyId }: SealedRow, reason: UnreadableReason): UnreadablePassword => ({
    id,
    name,
    keyId,
    reason,
  })

  /** What somebody saves meanwhile stays, and is looked at anew. */
  async function resealOne(first: SealedRow): Promise<'resealed' | 'right' | 'gone' | UnreadablePassword> {
    for (let found: SealedRow | undefined = first; found; [found] = await table.read(first.id)) {
      const unsealed = sealer.unseal(found.owner, found)
      if ('unreadable' in unsealed) return unreadable(found, unsealed.unreadable)
      if (found.keyId === sealer.keyId) return 'right'
      if (await table.replace(found, sealer.seal(found.owner, unsealed.secret))) return 'resealed'
    }
    return 'gone'
  }

  return {
    /** NOT_FOUND when there is none, STORE_KEY_MISSING for a password that no key here opens. */
    async readPassword(id: string): Promise<string> {
      const [found] = await table.read(id)
      if (!found) {
        throw new AppError('NOT_FOUND', 'There is no such connection', {
          hints: ['It may have been deleted: choose another one'],
        })
      }
      const unsealed = sealer.unseal(found.owner, found)
      if ('secret' in unsealed) return unsealed.secret
      throw unreadableError(unreadable(found, unsealed.unreadable))
    },
    /** Tries every saved password; none comes out. */
    async findUnreadable(): Promise<UnreadablePassword[]> {
      return (await table.read()).flatMap(found => {
        const unsealed = sealer.unseal(found.owner, found)
        return 'unreadable' in unsealed ? [unreadable(found, unsealed.unreadable)] : []
      })
    },
    /** Seals every password under the first key; safe beside processes that read and save connections. */
    async resealAll(): Promise<Resealing> {
      const outcomes = []
      for (const found of await table.read()) outcomes.push(await resealOne(found))
      return {
        resealed: outcomes.filter(outcome => outcome === 'resealed').length,
        alreadyRight: outcomes.filter(outcome => outcome === 'right').length,
        unreadable: outcomes.filter(outcome => typeof outcome === 'object'),
        keyIdsInUse: [...new Set((await table.read()).map(({ keyId }) => keyId))].sort(),
      }
    },
  }
}

/** Those of several tables as of one. */
export function joinSealedPasswords(
  tables: readonly Pick<ReturnType<typeof createSealedPasswords>, 'findUnreadable' | 'resealAll'>[],
) {
  return {
    async findUnreadable(): Promise<UnreadablePassword[]> {
      return (await Promise.all(tables.map(table => table.findUnreadable()))).flat()
    },
    async resealAll(): Promise<Resealing> {
      const parts = await Promise.all(tables.map(table => table.resealAll()))
      return {
        resealed: parts.reduce((sum, { resealed }) => sum + resealed, 0),
        alreadyRight: parts.reduce((sum, { alreadyRight }) => sum + alreadyRight, 0),
        unreadable: parts.flatMap(({ unreadable }) => unreadable),
        keyIdsInUse: [...new Set(parts.flatMap(({ keyIdsInUse }) => keyIdsInUse))].sort(),
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
