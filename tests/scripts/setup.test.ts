import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { importScript } from './import-script.ts'

const run = promisify(execFile)
const scripts = fileURLToPath(new URL('../../scripts', import.meta.url))

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'a checkout with spaces '))
  await cp(scripts, join(folder, 'scripts'), { recursive: true })
})

afterEach(() => rm(folder, { recursive: true, force: true }))

/** Does its work under the lock of the copied checkout, and writes down when it goes in and out. */
function runUnderLock(): Promise<unknown> {
  const lock = pathToFileURL(join(folder, 'scripts', 'steps', 'folder-lock.mjs')).href
  const program = `
    import { appendFile } from 'node:fs/promises'
    import { setTimeout as sleep } from 'node:timers/promises'
    const { withFolderLock } = await import(${JSON.stringify(lock)})
    const note = line => appendFile(${JSON.stringify(join(folder, 'notes'))}, line + '\\n')
    await withFolderLock(async () => { await note('in'); await sleep(300); await note('out') })
  `
  return run(process.execPath, ['--input-type=module', '--eval', program])
}

const notes = async () => (await readFile(join(folder, 'notes'), 'utf8')).trim().split('\n')

describe('withFolderLock', () => {
  it('lets one process in at a time', async () => {
    await Promise.all([runUnderLock(), runUnderLock(), runUnderLock()])
    expect(await notes()).toEqual(['in', 'out', 'in', 'out', 'in', 'out'])
  })

  it('takes over from a process that is gone', async () => {
    const { stdout } = await run(process.execPath, ['-p', 'process.pid'])
    await mkdir(join(folder, '.data'))
    await writeFile(join(folder, '.data', 'setup.lock'), stdout.trim())
    await runUnderLock()
    expect(await notes()).toEqual(['in', 'out'])
  })
})

describe('npm start', () => {
  it('says why packages could not be installed, and what to do', async () => {
    await writeFile(join(folder, 'package.json'), '{ "name": "broken", "version": "1.0.0" }')
    await writeFile(join(folder, 'package-lock.json'), 'not JSON')
    const start = run(process.execPath, [join(folder, 'scripts', 'start.mjs')])
    await expect(start).rejects.toMatchObject({
      code: 1,
      stdout: expect.stringContaining('Installing packages') as string,
      stderr: expect.stringMatching(/npm could not install the packages.*npm ci/s) as string,
    })
  })
})

describe('requireNode', () => {
  it.each(['18.20.4', '20.18.3'])(
    'refuses Node.js %s and names the version that is needed',
    async version => {
      const { requireNode } = await importScript<{ requireNode: (version: string) => void }>('project.mjs')
      expect(() => requireNode(version)).toThrow('Node.js 20.19 or newer')
    },
  )

  it.each(['20.19.0', '22.0.0'])('takes Node.js %s', async version => {
    const { requireNode } = await importScript<{ requireNode: (version: string) => void }>('project.mjs')
    expect(() => requireNode(version)).not.toThrow()
  })
})
