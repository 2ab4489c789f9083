/** Secrets that the first start makes and later ones find again, one file each in the data directory. */
import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'

/** The secret of that name: 32 random bytes in base64url, readable by the owner only. The first of several processes makes it. */
export async function readOrMakeSecret(dataDirectory: string, name: string): Promise<string> {
  const folder = path.join(dataDirectory, 'secrets')
  const file = path.join(folder, name)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  try {
    await writeFile(file, randomBytes(32).toString('base64url'), { flag: 'wx', mode: 0o600 })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
  return readUntilWritten(file)
}

/** Another process may have made the file a moment ago and not have filled it yet. */
async function readUntilWritten(file: string): Promise<string> {
  for (let tries = 0; tries < 100; tries++) {
    const secret = await readFile(file, 'utf8')
    if (secret.length === 43) return secret
    await new Promise(resolve => setTimeout(resolve, 20))
  }
  throw new Error(`The secret in ${file} is incomplete: remove the file to have a new one made`)
}
