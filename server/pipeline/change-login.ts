import type { Connection, User } from '../domain.ts'
import { AppError } from '../errors.ts'
import { requireMay } from '../permissions.ts'
import { createActRecord } from './act-record.ts'
import type { Act } from './act-record.ts'
import type { Dependencies } from './dependencies.ts'
import type { Lookup } from './lookup.ts'

/**
 * The login that changes are applied with, so that questions can keep one that only reads. Tried before it is kept: what
 * checkConnection would say of it is an error here. Null takes it away.
 */
export function createChangeLogin(dependencies: Dependencies, lookup: Lookup) {
  const { store, databases } = dependencies
  const { decide, carryOut, settle } = createActRecord(dependencies)
  return {
    settle,
    /** Whom changes are applied as; null: as questions are asked. */
    username: (connection: Connection): Promise<string | null> => store.changeLogins.username(connection),

    async set(
      user: User,
      connectionId: string,
      login: { username: string; password: string } | null,
    ): Promise<Connection> {
      const acting: Act<'connection.set-change-login'> = {
        act: 'connection.set-change-login',
        user,
        connectionId,
        subjectId: connectionId,
      }
      const connection = await decide(acting, async () => {
        const found = await lookup.connection(user, connectionId)
        requireMay(user, `MANAGE_CONNECTIONS_IN_${found.environment}`)
        if (found.sample)
          throw new AppError(
            'INPUT_INVALID',
            'The sample connections keep the logins that they are laid out with',
          )
        if (login !== null && login.username.trim() === '')
          throw new AppError('INPUT_INVALID', 'The login for changes needs a name', {
            fields: [{ field: 'username', message: 'It is empty' }],
          })
        return found
      })
      return carryOut(acting, { username: login?.username ?? null }, async () => {
        if (login === null) await store.changeLogins.remove(connection.id)
        else {
          const { engine, host, port, database, tls, sample } = connection
          await databases.check({ engine, host, port, database, tls, sample, ...login })
          await store.changeLogins.set(connection, login)
        }
        await databases.discard(connection.id)
        return [connection, {}]
      })
    },
  }
}
