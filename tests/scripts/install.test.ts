import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { importScript } from './import-script.ts'

const { installedState } = await importScript<{ installedState: (folder: string) => Promise<string> }>(
  'install.mjs',
)

const wanted = {
  '': { version: '1.0.0' },
  'node_modules/always': { version: '2.0.0', integrity: 'sha512-a' },
  'node_modules/other-platform': { version: '3.0.0', integrity: 'sha512-b', optional: true },
}
const always = wanted['node_modules/always']

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'install-'))
  await mkdir(join(folder, 'node_modules'))
  await writeFile(join(folder, 'package-lock.json'), JSON.stringify({ packages: wanted }))
})

afterEach(() => rm(folder, { recursive: true, force: true }))

describe('installedState', () => {
  it.each([
    ['current', 'what is wanted is installed', { 'node_modules/always': always }],
    ['outdated', 'a package is missing', {}],
    ['outdated', 'a version differs', { 'node_modules/always': { ...always, version: '2.0.1' } }],
    ['outdated', 'a content differs', { 'node_modules/always': { ...always, integrity: 'sha512-c' } }],
  ])('is %s when %s', async (state, _why, packages) => {
    await writeFile(join(folder, 'node_modules', '.package-lock.json'), JSON.stringify({ packages }))
    expect(await installedState(folder)).toBe(state)
  })

  it('is none when an installation did not end', async () => {
    expect(await installedState(folder)).toBe('none')
  })
})
