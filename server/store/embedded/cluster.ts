import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { AppError } from '../../errors.ts'
import { cleanEnvironment } from './clean-environment.ts'
import { explainFailure } from './explain-failure.ts'
import type { EmbeddedLog } from './embedded-log.ts'
import type { PostgresBinaries } from './postgres-binaries.ts'
import { isAlive } from './postmaster.ts'
import { giveTo, giveTreeTo } from './server-user.ts'
import type { ServerUser } from './server-user.ts'

export const SUPERUSER = 'postgres'
const UNFINISHED = 'initdb-'

/** `cluster/` in the data directory: PostgreSQL's own files, and beside them the superuser's password. */
export interface Cluster {
  pgdata: string
  password: string
}

export interface OpenClusterOptions {
  dataDirectory: string
  binaries: PostgresBinaries
  user: ServerUser
  makePassword: () => string
  log: EmbeddedLog
}

/**
 * The cluster in `dataDirectory`, made on first use. It is made in a folder of its own and renamed when complete, so an
 * interrupted attempt leaves nothing that looks like a cluster, and of two attempts at once one wins and both use it.
 * CONFIG_INVALID when another major version of PostgreSQL made it; STORE_UNAVAILABLE when it cannot be made.
 */
export async function openCluster(options: OpenClusterOptions): Promise<Cluster> {
  const { dataDirectory, binaries, user } = options
  const home = join(dataDirectory, 'cluster')
  await removeUnfinished(dataDirectory)
  if ((await readVersion(home)) === null) await makeCluster(options, home)
  const version = await readVersion(home)
  if (version !== String(binaries.majorVersion)) throw wrongVersion(home, version, binaries.majorVersion)
  await giveTreeTo(user, home)
  return { pgdata: join(home, 'pgdata'), password: await readFile(join(home, 'password'), 'utf8') }
}

/**
 * How a program of PostgreSQL is told its data directory; it must be started in it. As another user than ours it may be
 * unable to walk down to that directory, for instance through root's home. Linux's own link to the working directory
 * needs no walk.
 */
export function pathForServer(pgdata: string, user: ServerUser): string {
  return user !== null && process.platform === 'linux' ? '/proc/self/cwd' : pgdata
}

async function readVersion(home: string): Promise<string | null> {
  const content = await readFile(join(home, 'pgdata', 'PG_VERSION'), 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  })
  return content?.trim() ?? null
}

async function makeCluster(options: OpenClusterOptions, home: string): Promise<void> {
  const { dataDirectory, user, log } = options
  log.info({ dataDirectory }, 'Setting up the embedded PostgreSQL')
  const unfinished = await mkdtemp(join(dataDirectory, `${UNFINISHED}${process.pid}-`))
  try {
    const pgdata = join(unfinished, 'pgdata')
    const passwordFile = join(unfinished, 'password')
    await writeFile(passwordFile, options.makePassword(), { mode: 0o600 })
    await mkdir(pgdata, { mode: 0o700 })
    await giveTo(user, unfinished, passwordFile, pgdata)
    await runInitdb(options, pgdata)
    await rename(unfinished, home)
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true })
    if ((await readVersion(home)) === null) throw error
  }
}

async function runInitdb({ binaries, user, log }: OpenClusterOptions, pgdata: string): Promise<void> {
  const child = spawn(
    binaries.initdb,
    [
      ...['-D', pathForServer(pgdata, user), '-U', SUPERUSER, '--auth=scram-sha-256'],
      ...['--pwfile', '../password', '--encoding=UTF8', '--no-sync', '--no-instructions'],
      // PostgreSQL's own C.UTF-8: the same order everywhere, with nothing of the operating system in the indexes.
      ...['--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
      `--locale=${process.platform === 'linux' ? 'C.UTF-8' : 'C'}`,
    ],
    { ...user, cwd: pgdata, env: cleanEnvironment(), stdio: ['ignore', 'ignore', 'pipe'] },
  )
  const ended = new Promise<number | null>((resolve, reject) =>
    child.once('error', reject).once('close', resolve),
  )
  const [stderr, exitCode] = await Promise.all([text(child.stderr), ended])
  if (exitCode === 0) return
  log.warn({ exitCode, stderr: stderr.split('\n').slice(-10) }, 'initdb failed')
  throw new AppError('STORE_UNAVAILABLE', 'The embedded PostgreSQL could not set up its data directory.', {
    hints: explainFailure(stderr),
    cause: stderr,
  })
}

/** Left behind by processes that were killed during initdb. */
async function removeUnfinished(dataDirectory: string): Promise<void> {
  for (const entry of await readdir(dataDirectory)) {
    if (!entry.startsWith(UNFINISHED)) continue
    const path = join(dataDirectory, entry)
    const maker = Number(entry.split('-')[1])
    // In a container each process has the number of its predecessor, so our own number alone proves nothing.
    const ours = maker === process.pid && (await stat(path)).mtimeMs >= performance.timeOrigin
    // initdb may have survived its maker for a moment, and write into the folder while it goes.
    if (!ours && (maker === process.pid || !isAlive(maker)))
      await rm(path, { recursive: true, force: true, maxRetries: 20 })
  }
}

function wrongVersion(home: string, found: string | null, wanted: number): AppError {
  const message = `The data in ${home} was made by PostgreSQL ${found ?? 'of an unknown version'}; this app comes with PostgreSQL ${wanted}.`
  return new AppError('CONFIG_INVALID', message, {
    hints: [
      `Set DATA_DIR to a new folder to start afresh; the old data stays where it is.`,
      `To keep the data: dump it with the app version that made it and pg_dumpall, then restore it into the new folder.`,
    ],
  })
}
