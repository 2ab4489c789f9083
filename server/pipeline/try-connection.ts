import type { Dialect, ServerCheck } from '../databases/database.ts'
import type { ConnectionTarget } from '../databases/open-databases.ts'
import type { ConnectionCheck, ConnectionInput, Problem } from '../domain.ts'
import { AppError } from '../errors.ts'
import type { Dependencies } from './dependencies.ts'

/** What came of an attempt, and the failure or refusal in it for those who need it to have worked. */
export interface Attempt {
  check: ConnectionCheck
  failure: AppError | null
}

export type TryConnection = ReturnType<typeof createTryConnection>

/** Connects and judges who answers. Outside failures are part of the answer, bugs are thrown. */
export function createTryConnection({
  connect,
  databases,
  limits,
}: Pick<Dependencies, 'connect' | 'databases' | 'limits'>) {
  type Place = Pick<ConnectionInput, 'host' | 'environment' | 'database'>

  function judge(server: ServerCheck, dialect: Dialect, place: Place): Attempt {
    const { serverVersion, latencyMs, canWrite, canRead, schemas } = server
    const privileges = server.privileges.map(({ code, severity, message, why, mendSql }) => ({
      ...{ code, severity, message, why, mendSql },
    }))
    const hasMore = !canRead || privileges.some(({ severity }) => severity !== 'INFO')
    const refusal = connect.loginRefusal(server, place, limits.requireReadOnlyLogin)
    const readOnlyLoginSql =
      canWrite || hasMore ? dialect.readOnlyLoginSql({ database: place.database, schemas }) : null
    return {
      check: {
        ok: refusal === null,
        serverVersion,
        latencyMs,
        canWrite,
        canRead,
        problem: refusal && problemOf(refusal),
        notices: refusal ? [] : connect.checkNotices(server, place),
        privileges,
        readOnlyLoginSql,
      },
      // Whoever gets an error instead of a check finds the statements in its hints.
      failure:
        refusal &&
        new AppError(refusal.code, refusal.message, {
          hints: [...refusal.hints, ...(readOnlyLoginSql === null ? [] : [readOnlyLoginSql])],
        }),
    }
  }

  return {
    /** A place that may not be saved. */
    async target(target: ConnectionTarget & Place): Promise<Attempt> {
      const { engine, host, port, database, username, password, tls, sample } = target
      return attempt(async () => {
        const found = await databases.check({ engine, host, port, database, username, password, tls, sample })
        return judge(found.check, found.dialect, target)
      })
    },
    judge,
  }
}

export async function attempt(work: () => Promise<Attempt>): Promise<Attempt> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { check: failedCheck(error), failure: error }
  }
}

/** The check that answers this failure. */
export function failedCheck(error: AppError): ConnectionCheck {
  return {
    ok: false,
    serverVersion: null,
    latencyMs: null,
    canWrite: null,
    canRead: null,
    problem: problemOf(error),
    notices: [],
    privileges: [],
    readOnlyLoginSql: null,
  }
}

function problemOf({ code, message, hints, retryable, fields }: AppError): Problem {
  return { code, message, hints, retryable, fields }
}
