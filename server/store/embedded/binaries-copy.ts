import { chmod, cp, lstat, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { makeLibraryLinks } from './platform-package.ts'

const PREFIX = 'lovable-postgres-'

export function copyName(version: string): string {
  return `${PREFIX}${version}`
}

/** A folder in a shared temp directory may be somebody else's bait: ours is owned by us, and no one else can write it. */
export async function isOurs(directory: string): Promise<boolean> {
  const found = await lstat(directory).catch(() => null)
  if (!found?.isDirectory()) return false
  return process.getuid === undefined || (found.uid === process.getuid() && (found.mode & 0o022) === 0)
}

/** Written under another name, then renamed: a copy is complete or not there at all, whoever else makes one. */
export async function copyBinaries(native: string, place: string, version: string): Promise<string> {
  await mkdir(place, { recursive: true })
  const target = join(place, copyName(version))
  const unfinished = await mkdtemp(`${target}-unfinished-`)
  const content = join(unfinished, 'native')
  try {
    await cp(native, content, { recursive: true, verbatimSymlinks: true })
    await openUp(content)
    await makeLibraryLinks(content)
    await rename(content, target)
  } catch (error) {
    if (!(await isOurs(target))) throw error
  } finally {
    await rm(unfinished, { recursive: true, force: true })
  }
  return target
}

/** Copies of other versions. Only for a place where no server can be running from them. */
export async function removeOtherCopies(place: string, version: string): Promise<void> {
  const entries = await readdir(place)
  const others = entries.filter(entry => entry.startsWith(PREFIX) && entry !== copyName(version))
  for (const entry of others) await rm(join(place, entry), { recursive: true, force: true })
}

/** What is installed may be for its owner only (a strict umask), or not to be written at all. */
async function openUp(directory: string): Promise<void> {
  await chmod(directory, 0o755)
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name)
    if (entry.isDirectory()) await openUp(path)
    else if (entry.isFile()) await chmod(path, (await lstat(path)).mode & 0o100 ? 0o755 : 0o644)
  }
}
