/** What is known of the login of a saved connection: kept with it, and held against the rule on production logins. */
import type { OpenDatabase } from '../databases/open-databases.ts'
import type { ServerFacts } from '../databases/database.ts'
import type { Connection } from '../domain.ts'
import { AppError } from '../errors.ts'
import type { Dependencies } from './dependencies.ts'

export type KnownLogins = ReturnType<typeof createKnownLogins>
type Found = Pick<Connection, 'serverVersion' | 'loginCanWrite'>

export function createKnownLogins({
  store,
  databases,
  connect,
  limits,
}: Pick<Dependencies, 'store' | 'databases' | 'connect' | 'limits'>) {
  /** So that what is standing of a login can be shown wherever the connection is, without asking its server each time. */
  async function note(connection: Connection, { serverVersion, loginCanWrite }: Found): Promise<void> {
    if (connection.serverVersion === serverVersion && connection.loginCanWrite === loginCanWrite) return
    await store.connections.setFound(
      connection.id,
      { serverVersion, loginCanWrite },
      connection.targetChangedAt,
    )
  }

  /** What the guard judges by; as old as the opened database keeps it. */
  async function factsOf(connection: Connection, opened: OpenDatabase): Promise<ServerFacts> {
    const facts = await opened.facts()
    await note(connection, { serverVersion: facts.serverVersion, loginCanWrite: facts.login.canWrite })
    return facts
  }

  /** Null for a login that may be used. Of connections too that were saved before the rule, or before the login could write. */
  function refusal(connection: Connection, facts: ServerFacts): AppError | null {
    return connect.loginRefusal(facts.login, connection, limits.requireReadOnlyLogin)
  }

  return {
    note,
    factsOf,
    refusal,
    /** The same before there is anything to judge. What cannot be reached is not refused: it fails where it is used. */
    async refusalOf(connection: Connection): Promise<AppError | null> {
      if (!limits.requireReadOnlyLogin || connection.environment !== 'PRODUCTION') return null
      try {
        return refusal(connection, await factsOf(connection, await databases.get(connection)))
      } catch (error) {
        if (error instanceof AppError) return null
        throw error
      }
    },
  }
}
