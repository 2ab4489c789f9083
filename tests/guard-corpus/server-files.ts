import { cp, lstat, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { giveTreeTo } from '../../server/store/embedded/server-user.ts'
import { serverUser } from '../fixtures/server-process.ts'

/** In place of what is there. Servers that were killed have processes that still write for a moment. */
export async function replaceFolder(folder: string, copy: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 20 })
  await cp(copy, folder, { recursive: true, filter: isFileOrFolder })
  const { uid, gid } = serverUser
  await giveTreeTo(uid === undefined || gid === undefined ? null : { uid, gid }, folder)
}

/** Sockets cannot be copied. */
async function isFileOrFolder(path: string): Promise<boolean> {
  const found = await lstat(path)
  return found.isFile() || found.isDirectory()
}

/**
 * The names of all files below, but for those that come and go by themselves; of those that people edit or that
 * statements may write, also what is in them.
 */
export async function listFiles(
  folder: string,
  { passing, readable }: { passing: RegExp; readable: RegExp },
): Promise<readonly (readonly [part: string, content: string])[]> {
  const names = (await readdir(folder, { recursive: true })).filter(name => !passing.test(name))
  return Promise.all(
    names.map(
      async name =>
        [`file ${name}`, readable.test(name) ? await contentOf(join(folder, name)) : 'there'] as const,
    ),
  )
}

async function contentOf(path: string): Promise<string> {
  const found = await lstat(path).catch(() => null)
  if (found === null || !found.isFile()) return 'no file'
  return found.size > 100_000 ? `${found.size} bytes` : await readFile(path, 'base64')
}
