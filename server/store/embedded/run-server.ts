import { randomUUID } from 'node:crypto'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../../errors.ts'
import { adoptServer } from './adopt-server.ts'
import { SUPERUSER } from './cluster.ts'
import type { Cluster } from './cluster.ts'
import type { EmbeddedLog } from './embedded-log.ts'
import { explainFailure } from './explain-failure.ts'
import type { PostgresBinaries } from './postgres-binaries.ts'
import { joinServer } from './presence.ts'
import type { Presence } from './presence.ts'
import { giveTo } from './server-user.ts'
import type { ServerUser } from './server-user.ts'
import { startServer } from './start-server.ts'

/** Crash recovery of a large store takes a while; a fresh server is ready in 0.05 s. */
const READY_TIMEOUT_MS = 60_000
const START_ATTEMPTS = 5
const JOIN_ATTEMPTS = 3

export interface RunServerOptions {
  dataDirectory: string
  cluster: Cluster
  binaries: PostgresBinaries
  user: ServerUser
  settings: Readonly<Record<string, string>>
  log: EmbeddedLog
}

export interface RunningServer {
  pid: number
  port: number
  presence: Presence
}

/**
 * A server on this cluster that answers, and a place among its users: the one that runs already, or a new one.
 * Trying again covers a port that was taken in between, and another process that was quicker to start or to stop it.
 * STORE_UNAVAILABLE, with the server's last words in the log, when none can be had.
 */
export async function runServer(options: RunServerOptions): Promise<RunningServer> {
  const { cluster, user, log } = options
  const { pgdata } = cluster
  const join = (port: number) => tryToJoin(cluster, user, port)
  let failure = ''
  for (let attempt = 0; attempt < START_ATTEMPTS; attempt++) {
    const running = await adoptServer({ pgdata, timeoutMs: READY_TIMEOUT_MS, join, log })
    if (running) return running
    const started = await startServer({ ...options, pgdata, timeoutMs: READY_TIMEOUT_MS })
    if ('failure' in started) {
      failure = started.failure
      continue
    }
    const presence = await join(started.port)
    if (presence) return { ...started, presence }
    failure = 'The server started and let nobody in.'
  }
  log.warn({ output: failure.split('\n').slice(-10) }, 'The embedded PostgreSQL did not start')
  throw new AppError('STORE_UNAVAILABLE', 'The embedded PostgreSQL did not start.', {
    hints: explainFailure(failure),
    retryable: true,
    cause: failure,
  })
}

/** A copy of a data directory has the same password, so a password alone does not tell whose server answers. */
async function tryToJoin(cluster: Cluster, user: ServerUser, port: number): Promise<Presence | null> {
  const path = `launcher-${randomUUID()}`
  const content = randomUUID()
  const file = join(cluster.pgdata, path)
  await writeFile(file, content, { mode: 0o600 })
  await giveTo(user, file)
  try {
    for (let attempt = 0; attempt < JOIN_ATTEMPTS; attempt++) {
      const presence = await joinServer(superuserUrl(cluster, port), { path, content }).catch(() => null)
      if (presence) return presence
    }
    return null
  } finally {
    await rm(file, { force: true })
  }
}

export function superuserUrl(cluster: Cluster, port: number): string {
  return `postgres://${SUPERUSER}:${cluster.password}@127.0.0.1:${port}/postgres`
}
