import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { readFile, readlink, realpath, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'

/** What a running server writes into its data directory; see "miscadmin.h" in PostgreSQL's source for the lines. */
export interface PidFile {
  pid: number
  /** Null while it has not yet opened its port. */
  port: number | null
  ready: boolean
  content: string
}

const POLL_MS = 20

/** Null when there is none, or one that is not written out yet. */
export async function readPidFile(pgdata: string): Promise<PidFile | null> {
  const content = await readFile(pidFilePath(pgdata), 'utf8').catch(() => '')
  const lines = content.split('\n').map(line => line.trim())
  const pid = Number(lines[0])
  if (!Number.isInteger(pid) || pid <= 0) return null
  return { pid, port: Number(lines[3]) || null, ready: lines[7] === 'ready', content }
}

export function pidFilePath(pgdata: string): string {
  return join(pgdata, 'postmaster.pid')
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return !isZombie(pid)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** Ended, but not yet buried: in a container whose first process does not care for orphans, that is for good. */
function isZombie(pid: number): boolean {
  if (process.platform !== 'linux') return false
  try {
    // The state follows the command in parentheses, which may hold anything.
    return /\) Z [^)]*$/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}

/**
 * Whether that process is a PostgreSQL server on this very directory: after a crash of the machine, or in a container
 * that was started again, the number in a pid file soon belongs to somebody else.
 * Linux shows the working directory, which is the server's data directory; elsewhere the command line names it.
 */
export async function isServerOf(pgdata: string, pid: number): Promise<boolean> {
  if (!isAlive(pid)) return false
  const directory = await realpath(pgdata)
  if (process.platform === 'linux') {
    return (await workingDirectoryOf(pid)) === directory
  }
  if (process.platform === 'win32') return true
  const commandLine = await promisify(execFile)('ps', ['-ww', '-o', 'command=', '-p', String(pid)]).catch(
    () => null,
  )
  return commandLine?.stdout.includes(pgdata) ?? false
}

/** Root in a container may not look (it lacks CAP_SYS_PTRACE); the process's own user may. */
async function workingDirectoryOf(pid: number): Promise<string | null> {
  const link = `/proc/${pid}/cwd`
  try {
    return await readlink(link)
  } catch {
    const owner = await stat(`/proc/${pid}`).catch(() => null)
    if (owner === null || process.getuid?.() !== 0) return null
    const { uid, gid } = owner
    const seen = await promisify(execFile)('readlink', [link], { uid, gid }).catch(() => null)
    return seen?.stdout.replace(/\n$/, '') ?? null
  }
}

/** Polls `condition` until it holds; false when `timeoutMs` have passed first. */
export async function waitUntil(
  condition: () => boolean | Promise<boolean>,
  timeoutMs: number,
): Promise<boolean> {
  for (let waitedMs = 0; waitedMs <= timeoutMs; waitedMs += POLL_MS) {
    if (await condition()) return true
    await sleep(POLL_MS)
  }
  return false
}

/** Longest waits for each way of asking; a fast shutdown writes a checkpoint, which takes a while on a slow disk. */
const SHUTDOWNS: readonly (readonly [NodeJS.Signals, number])[] = [
  ['SIGINT', 20_000],
  ['SIGQUIT', 5_000],
  ['SIGKILL', 5_000],
]

/**
 * PostgreSQL's fast shutdown (open sessions are cut off, data is written out), then its immediate one (the next start
 * recovers), then the system's kill: 30 seconds at most. Returns whether the server is gone.
 */
export async function shutDown(pgdata: string, pid: number): Promise<boolean> {
  for (const [signal, timeoutMs] of SHUTDOWNS) {
    if (!(await isServerOf(pgdata, pid))) return true
    process.kill(pid, signal)
    if (await waitUntil(async () => !(await isServerOf(pgdata, pid)), timeoutMs)) return true
  }
  return false
}
