import { spawn } from 'node:child_process'
import { open, readFile, rename, stat } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { cleanEnvironment } from './clean-environment.ts'
import { pathForServer } from './cluster.ts'
import type { PostgresBinaries } from './postgres-binaries.ts'
import { readPidFile, waitUntil } from './postmaster.ts'
import type { ServerUser } from './server-user.ts'

const MAX_LOG_BYTES = 5_000_000

export interface StartServerOptions {
  dataDirectory: string
  pgdata: string
  binaries: PostgresBinaries
  user: ServerUser
  settings: Readonly<Record<string, string>>
  timeoutMs: number
}

export type Started = { pid: number; port: number } | { failure: string }

/**
 * One try at starting a server. It writes to `server.log` in the data directory, not to a pipe of ours, and is no member
 * of our process group: it outlives us, and Ctrl-C in a terminal reaches it through the launcher only.
 */
export async function startServer(options: StartServerOptions): Promise<Started> {
  const { pgdata, user } = options
  const logPath = join(options.dataDirectory, 'server.log')
  const logStart = await makeRoomInLog(logPath)
  const port = await findFreePort()
  const settings = { ...baseSettings(port), ...options.settings }
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const log = await open(logPath, 'a', 0o600)
  const child = spawn(options.binaries.postgres, ['-D', pathForServer(pgdata, user), ...args], {
    ...user,
    cwd: pgdata,
    detached: true,
    env: cleanEnvironment(),
    stdio: ['ignore', log.fd, log.fd],
  })
  let ended: string | null = null
  child.once('error', error => (ended = String(error)))
  child.once('exit', (code, signal) => (ended = `exit code ${code ?? signal}`))
  child.unref()
  await log.close()

  const isReady = async () => {
    const file = await readPidFile(pgdata)
    return file?.pid === child.pid && file?.ready === true
  }
  const settled = await waitUntil(async () => ended !== null || (await isReady()), options.timeoutMs)
  if (settled && ended === null && child.pid !== undefined) return { pid: child.pid, port }
  if (ended === null) child.kill('SIGQUIT')
  const output = (await readFile(logPath)).subarray(logStart).toString('utf8')
  return { failure: `${output}${ended ?? `not ready after ${options.timeoutMs} ms`}` }
}

function baseSettings(port: number): Record<string, string> {
  return {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    max_connections: '200',
    shared_buffers: '64MB',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // Failed statements stay out of the log: they hold what users typed.
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_checkpoints: 'off',
  }
}

/** Another program may take the port before the server does; then the server's start fails and is tried again. */
async function findFreePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve, reject) => probe.once('error', reject).listen(0, '127.0.0.1', resolve))
  const { port } = probe.address() as AddressInfo
  await new Promise(resolve => probe.close(resolve))
  return port
}

/** Keeps the log and one older one. Returns where new output begins. */
async function makeRoomInLog(path: string): Promise<number> {
  const sizeBytes = await stat(path).then(
    found => found.size,
    () => 0,
  )
  if (sizeBytes < MAX_LOG_BYTES) return sizeBytes
  await rename(path, `${path}.1`)
  return 0
}
