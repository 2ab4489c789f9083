import { randomBytes } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { resolve } from 'node:path'
import { AppError } from '../../errors.ts'
import { openCluster } from './cluster.ts'
import type { EmbeddedLog } from './embedded-log.ts'
import { explainFailure } from './explain-failure.ts'
import { locateBinaries } from './postgres-binaries.ts'
import { shutDown } from './postmaster.ts'
import { runServer, superuserUrl } from './run-server.ts'
import { chooseServerUser } from './server-user.ts'

export interface EmbeddedPostgresOptions {
  /** Made when missing. Holds `cluster/` (PostgreSQL's files and the superuser's password) and `server.log`. */
  dataDirectory: string
  log: EmbeddedLog
  /** Server settings beyond the launcher's own, as in postgresql.conf. They do not change a server that runs already. */
  settings?: Readonly<Record<string, string>>
}

export interface EmbeddedPostgres {
  /** The superuser's URL, on 127.0.0.1, database `postgres`. */
  url: string
  port: number
  password: string
  /** Leaves the server; the last process to leave shuts it down. About 30 s at most. A second call changes nothing. */
  stop(): Promise<void>
}

/**
 * A real PostgreSQL from npm's binaries, on 127.0.0.1 and a free port, with password sign-in only.
 *
 * One data directory has one server, however many of our processes use it: the first starts it, the others join it, and
 * **the last to leave stops it**, whoever started it. A server that a crashed process left behind is joined likewise.
 * Processes are counted by a lock that each holds in the server itself (`presence.ts`), so a crash leaves no false count.
 *
 * CONFIG_INVALID: no binaries for this platform, somebody else's data directory, or one of another PostgreSQL version.
 * STORE_UNAVAILABLE: it could not be set up or started; the log has PostgreSQL's last words.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { log, settings = {} } = options
  const dataDirectory = resolve(options.dataDirectory)
  try {
    await mkdir(dataDirectory, { recursive: true })
    const user = await chooseServerUser(dataDirectory)
    const binaries = await locateBinaries({ user, dataDirectory })
    const makePassword = () => randomBytes(24).toString('base64url')
    const cluster = await openCluster({ dataDirectory, binaries, user, makePassword, log })
    const server = await runServer({ dataDirectory, cluster, binaries, user, settings, log })

    const leave = async () => {
      if (!(await server.presence.leave())) return
      if (await shutDown(cluster.pgdata, server.pid)) return
      log.warn({ pid: server.pid }, 'The embedded PostgreSQL does not stop')
    }
    let left: Promise<void> | undefined
    return {
      url: superuserUrl(cluster, server.port),
      port: server.port,
      password: cluster.password,
      stop: () => (left ??= leave()),
    }
  } catch (error) {
    if (error instanceof AppError) throw error
    throw new AppError(
      'STORE_UNAVAILABLE',
      `The embedded PostgreSQL could not use the folder ${dataDirectory}.`,
      {
        hints: explainFailure(String(error)),
        cause: error,
      },
    )
  }
}
