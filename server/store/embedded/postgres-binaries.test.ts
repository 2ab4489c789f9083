import { chmod, cp, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { resolvePlatformPackage } from './platform-package.ts'
import { locateBinaries } from './postgres-binaries.ts'
import { chooseServerUser } from './server-user.ts'

let dataDirectory: string
let packageDirectory: string

beforeEach(async () => {
  dataDirectory = await mkdtemp(join(tmpdir(), 'postgres-binaries-'))
  packageDirectory = await mkdtemp(join(tmpdir(), 'postgres-package-'))
  await chmod(dataDirectory, 0o755)
})

afterEach(async () => {
  await chmod(join(packageDirectory, 'native', 'lib'), 0o755).catch(() => undefined)
  await rm(dataDirectory, { recursive: true, force: true })
  await rm(packageDirectory, { recursive: true, force: true })
})

describe('locateBinaries', () => {
  it('uses the installed package where it lies', async () => {
    const user = await chooseServerUser(dataDirectory)
    const binaries = await locateBinaries({ user, dataDirectory })
    expect(binaries.majorVersion).toBeGreaterThanOrEqual(18)
  })

  it('uses a copy, made once, when the package cannot be run where it lies', async () => {
    const user = await chooseServerUser(dataDirectory)
    const { native, version } = resolvePlatformPackage()
    const closed = { native: join(packageDirectory, 'native'), version }
    const linksLeftOut = (source: string) => !/\.so(\.\d+)?$/.test(source) || !/lib(icu|pq)/.test(source)
    await cp(native, closed.native, { recursive: true, filter: linksLeftOut })
    // Closed to another user (when root runs this), and no place for library links (when a plain user does).
    await chmod(packageDirectory, 0o700)
    await chmod(join(closed.native, 'lib'), 0o555)
    await mkdir(join(dataDirectory, 'lovable-postgres-1.0.0'))

    // An app that ran on this machine before may have left a copy in the real shared places.
    const options = { user, dataDirectory, platformPackage: closed, sharedPlaces: [] }
    const binaries = await locateBinaries(options)
    expect(binaries.postgres).toBe(join(dataDirectory, `lovable-postgres-${version}`, 'bin', 'postgres'))
    expect(await readdir(dataDirectory)).toEqual([`lovable-postgres-${version}`])
    expect(await locateBinaries(options)).toEqual(binaries)
  })
})

describe('resolvePlatformPackage', () => {
  it('names the way out where npm has no binaries', () => {
    expect(() => resolvePlatformPackage('sunos', 'sparc')).toThrow(
      expect.objectContaining({
        code: 'CONFIG_INVALID',
        message: 'No PostgreSQL comes with this app for sunos on sparc.',
        hints: expect.arrayContaining([expect.stringContaining('DATABASE_URL')]) as string[],
      }),
    )
  })
})
