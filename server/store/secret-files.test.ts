import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findSecret, readOrMakeSecret, secretFile } from './secret-files.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'secret-files-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('a secret in a file', () => {
  it('is made once, of 32 bytes, for its owner only', async () => {
    const data = path.join(folder, 'new', 'data')
    const secrets = await Promise.all(Array.from({ length: 8 }, () => readOrMakeSecret(data, 'a')))
    expect(new Set(secrets).size).toBe(1)
    expect(Buffer.from(secrets[0] ?? '', 'base64url')).toHaveLength(32)
    expect((await stat(secretFile(data, 'a'))).mode & 0o777).toBe(0o600)
    expect((await stat(path.join(data, 'secrets'))).mode & 0o777).toBe(0o700)
    expect(await readOrMakeSecret(data, 'b')).not.toBe(secrets[0])
  })

  it('is found when it was made, and not made by looking', async () => {
    expect(await findSecret(folder, 'a')).toBeNull()
    expect(await findSecret(folder, 'a')).toBeNull()
    const secret = await readOrMakeSecret(folder, 'a')
    expect(await findSecret(folder, 'a')).toBe(secret)
  })

  it('may have got a line break from an editor', async () => {
    const secret = await readOrMakeSecret(folder, 'a')
    await writeFile(secretFile(folder, 'a'), `${secret}\n`)
    expect(await readOrMakeSecret(folder, 'a')).toBe(secret)
  })

  it('that is cut off is left as it is, and named', async () => {
    await mkdir(path.join(folder, 'secrets'))
    await writeFile(secretFile(folder, 'a'), 'canary')
    for (const read of [readOrMakeSecret, findSecret]) {
      const failure = await read(folder, 'a').catch((error: unknown) => error)
      expect(failure).toMatchObject({
        code: 'CONFIG_INVALID',
        message: expect.stringContaining(secretFile(folder, 'a')) as string,
      })
      expect(String(failure)).not.toContain('canary')
    }
    expect(await readFile(secretFile(folder, 'a'), 'utf8')).toBe('canary')
  })
})
