import type { Connection, ConnectionCheck } from '../domain.ts'
import type { Dependencies } from './dependencies.ts'
import type { KnownLogins } from './known-logins.ts'
import { attempt } from './try-connection.ts'
import type { TryConnection } from './try-connection.ts'

/** A page that lists connections asks for all of them, and is loaded again and again. */
const FRESH_MS = 30_000

interface Kept {
  check: Promise<ConnectionCheck>
  askedAt: number
  targetChangedAt: number
  environment: string
}

/** How saved connections fare now; who asks within half a minute shares the answer. */
export function createConnectionStates(
  { databases, now }: Pick<Dependencies, 'databases' | 'now'>,
  trying: TryConnection,
  logins: Pick<KnownLogins, 'note'>,
) {
  const kept = new Map<string, Kept>()

  async function ask(connection: Connection): Promise<ConnectionCheck> {
    const { check } = await attempt(async () => {
      const { database, dialect } = await databases.get(connection)
      const found = await database.check()
      const { serverVersion, canWrite: loginCanWrite } = found
      await logins.note(connection, { serverVersion, loginCanWrite })
      return trying.judge(found, dialect, connection)
    })
    return check
  }

  return {
    of(connection: Connection): Promise<ConnectionCheck> {
      const at = now().getTime()
      const targetChangedAt = connection.targetChangedAt.getTime()
      const { id, environment } = connection
      const last = kept.get(id)
      if (
        last?.targetChangedAt === targetChangedAt &&
        last.environment === environment &&
        at - last.askedAt < FRESH_MS
      )
        return last.check
      const check = ask(connection)
      kept.set(id, { check, askedAt: at, targetChangedAt, environment })
      check.catch(() => kept.delete(id))
      return check
    },
    forget(connectionId: string): void {
      kept.delete(connectionId)
    },
  }
}
