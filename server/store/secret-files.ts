/** Secrets that the first start makes and later ones find again, one file each in the data directory. */
import { randomBytes } from 'node:crypto'
import { mkdir, open, readFile } from 'node:fs/promises'
import path from 'node:path'
import { AppError } from '../errors.ts'

const FOLDER = 'secrets'
/** 32 bytes in base64url. */
const SECRET = /^[\w-]{43}$/

/**
 * The secret of that name: 32 random bytes in base64url, readable by the owner only. The first of several processes makes
 * it. CONFIG_INVALID when the file holds something else.
 */
export async function readOrMakeSecret(dataDirectory: string, name: string): Promise<string> {
  const file = secretFile(dataDirectory, name)
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
  try {
    const made = await open(file, 'wx', 0o600)
    try {
      await made.writeFile(randomBytes(32).toString('base64url'))
      // What it seals may be on the disk a moment later, and is worth nothing without it.
      await made.sync()
    } finally {
      await made.close()
    }
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error
  }
  return readUntilWritten(file)
}

/** The secret of that name, null when none was made. CONFIG_INVALID as above. */
export async function findSecret(dataDirectory: string, name: string): Promise<string | null> {
  try {
    return await readUntilWritten(secretFile(dataDirectory, name))
  } catch (error) {
    if (isCode(error, 'ENOENT')) return null
    throw error
  }
}

export function secretFile(dataDirectory: string, name: string): string {
  return path.join(dataDirectory, FOLDER, name)
}

/** Another process may have made the file a moment ago and not have filled it yet. */
async function readUntilWritten(file: string): Promise<string> {
  for (let tries = 0; tries < 50; tries++) {
    const secret = (await readFile(file, 'utf8')).trimEnd()
    if (SECRET.test(secret)) return secret
    await new Promise(resolve => setTimeout(resolve, 20))
  }
  throw new AppError('CONFIG_INVALID', `The file ${file} does not hold a secret of 43 characters`, {
    hints: [
      'Put back what it held before, for instance from a backup',
      'Without one, remove the file: the next start makes another secret. What the lost one sealed has to be entered anew',
    ],
  })
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
