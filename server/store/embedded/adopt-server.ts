import { rm } from 'node:fs/promises'
import type { EmbeddedLog } from './embedded-log.ts'
import { isAlive, isServerOf, pidFilePath, readPidFile, shutDown, waitUntil } from './postmaster.ts'
import type { Presence } from './presence.ts'

export interface AdoptServerOptions {
  pgdata: string
  timeoutMs: number
  /** Tries to use the server on that port; null when it does not let us in. */
  join: (port: number) => Promise<Presence | null>
  log: EmbeddedLog
}

/**
 * The server that already runs on this data directory: another process of ours uses it, or one has crashed and left it
 * behind. One that does not answer is shut down. Null when none runs (any more); a pid file that names some other
 * program is then out of the way, for PostgreSQL would take it for a server and refuse to start.
 */
export async function adoptServer(
  options: AdoptServerOptions,
): Promise<{ pid: number; port: number; presence: Presence } | null> {
  const { pgdata, log } = options
  const found = await readPidFile(pgdata)
  if (found === null) return null
  if (!(await isServerOf(pgdata, found.pid))) {
    if (isAlive(found.pid) && (await readPidFile(pgdata))?.content === found.content) {
      await rm(pidFilePath(pgdata), { force: true })
    }
    return null
  }
  let port: number | null = null
  await waitUntil(async () => {
    const current = await readPidFile(pgdata)
    port = current?.ready === true && current.pid === found.pid ? current.port : null
    return port !== null || !(await isServerOf(pgdata, found.pid))
  }, options.timeoutMs)
  const presence = port === null ? null : await options.join(port)
  if (port !== null && presence !== null) {
    log.info({ port, pid: found.pid }, 'Using the embedded PostgreSQL that is already running')
    return { pid: found.pid, port, presence }
  }
  log.warn(
    { pid: found.pid },
    'The embedded PostgreSQL that was left running does not answer; shutting it down',
  )
  await shutDown(pgdata, found.pid)
  return null
}
