import { randomBytes, randomUUID } from 'node:crypto'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { AppError } from '../../errors.ts'
import { adoptServer } from './adopt-server.ts'
import { openCluster, SUPERUSER } from './cluster.ts'
import type { Cluster } from './cluster.ts'
import { explainFailure } from './explain-failure.ts'
import { locateBinaries } from './postgres-binaries.ts'
import { shutDown } from './postmaster.ts'
import { joinServer } from './presence.ts'
import type { Presence } from './presence.ts'
import { chooseServerUser, giveTo } from './server-user.ts'
import type { ServerUser } from './server-user.ts'
import { startServer } from './start-server.ts'

/** What of a pino logger is used here. */
export interface EmbeddedLog {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
}

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
  /** Leaves the server; the last process to leave shuts it down. 30 s at most. Calling it again changes nothing. */
  stop(): Promise<void>
}

/** Crash recovery of a large store takes a while; a fresh server is ready in 0.05 s. */
const READY_TIMEOUT_MS = 60_000
const START_ATTEMPTS = 5
const JOIN_ATTEMPTS = 3

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
  const { log } = options
  const dataDirectory = resolve(options.dataDirectory)
  try {
    await mkdir(dataDirectory, { recursive: true })
    const user = await chooseServerUser(dataDirectory)
    const binaries = await locateBinaries({ user, dataDirectory })
    const makePassword = () => randomBytes(24).toString('base64url')
    const cluster = await openCluster({ dataDirectory, binaries, user, makePassword, log })
    const settings = options.settings ?? {}
    const start = () =>
      startServer({
        dataDirectory,
        pgdata: cluster.pgdata,
        binaries,
        user,
        settings,
        timeoutMs: READY_TIMEOUT_MS,
      })
    const server = await runServer({ cluster, user, start, log })
    let stopped: Promise<void> | undefined
    return {
      url: urlOf(cluster, server.port),
      port: server.port,
      password: cluster.password,
      stop: () => (stopped ??= leave(server, cluster, log)),
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

interface RunningServer {
  pid: number
  port: number
  joined: Presence
}

interface RunServerOptions {
  cluster: Cluster
  user: ServerUser
  start: () => ReturnType<typeof startServer>
  log: EmbeddedLog
}

async function runServer({ cluster, user, start, log }: RunServerOptions): Promise<RunningServer> {
  const { pgdata } = cluster
  const join = (port: number) => tryToJoin(cluster, user, port)
  let failure = ''
  for (let attempt = 0; attempt < START_ATTEMPTS; attempt++) {
    const running = await adoptServer({ pgdata, timeoutMs: READY_TIMEOUT_MS, join, log })
    if (running) return running
    const started = await start()
    if ('failure' in started) {
      failure = started.failure
      continue
    }
    const joined = await join(started.port)
    if (joined) return { ...started, joined }
    failure = 'The server started and let nobody in.'
  }
  log.warn({ output: failure.split('\n').slice(-10) }, 'The embedded PostgreSQL did not start')
  throw new AppError('STORE_UNAVAILABLE', 'The embedded PostgreSQL did not start.', {
    hints: explainFailure(failure),
    retryable: true,
    cause: failure,
  })
}

/** The proof: a copy of a data directory has the same password, so a password alone does not tell whose server answers. */
async function tryToJoin(cluster: Cluster, user: ServerUser, port: number): Promise<Presence | null> {
  const path = `launcher-${randomUUID()}`
  const content = randomUUID()
  const file = join(cluster.pgdata, path)
  await writeFile(file, content, { mode: 0o600 })
  await giveTo(user, file)
  try {
    for (let attempt = 0; attempt < JOIN_ATTEMPTS; attempt++) {
      const presence = await joinServer(urlOf(cluster, port), { path, content }).catch(() => null)
      if (presence) return presence
    }
    return null
  } finally {
    await rm(file, { force: true })
  }
}

async function leave(server: RunningServer, cluster: Cluster, log: EmbeddedLog): Promise<void> {
  if (!(await server.joined.leave())) return
  const gone = await shutDown(cluster.pgdata, server.pid)
  if (!gone) log.warn({ pid: server.pid }, 'The embedded PostgreSQL does not stop')
}

function urlOf(cluster: Cluster, port: number): string {
  return `postgres://${SUPERUSER}:${cluster.password}@127.0.0.1:${port}/postgres`
}
