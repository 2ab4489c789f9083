import { createHash } from 'node:crypto'
import { access, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { inProject, root, SetupError } from './project.mjs'
import { lastLines, runPackage } from './run-command.mjs'

const SOURCES = [
  'server',
  'web',
  'public',
  'vite.config.ts',
  'tsconfig.json',
  'package.json',
  'package-lock.json',
]
const STAMP = inProject('build', 'sources.sha256')
export const SERVER_FILE = inProject('build', 'server-app', 'main.js')
export const ROTATE_KEYS_FILE = inProject('build', 'server-app', 'rotate-keys.js')
export const VERIFY_AUDIT_FILE = inProject('build', 'server-app', 'verify-audit.js')
const RESULTS = [
  SERVER_FILE,
  ROTATE_KEYS_FILE,
  VERIFY_AUDIT_FILE,
  inProject('build', 'server', 'index.js'),
  inProject('build', 'client'),
]

/** Builds the pages and the server unless these very sources have been built. Call it under the folder's lock. */
export async function buildOutdated() {
  const fingerprint = await fingerprintOf(SOURCES)
  const built = await readFile(STAMP, 'utf8').catch(() => null)
  if (built === fingerprint && (await allExist(RESULTS))) return
  console.log('Building (half a minute) …')
  await rm(STAMP, { force: true })
  const production = { env: { NODE_ENV: 'production' } }
  await step('the pages', runPackage('@remix-run/dev/dist/cli.js', ['vite:build'], production))
  await step('the server', bundleServer())
  await mkdir(inProject('build'), { recursive: true })
  await writeFile(STAMP, fingerprint)
}

/** Builds unless there is a build, of whichever sources. Call it under the folder's lock. */
export async function buildMissing() {
  if (!(await allExist(RESULTS))) await buildOutdated()
}

/** Of hundreds of small files each, which took half of the start to find and open. */
const BUNDLED = ['@anthropic-ai/sdk', 'arctic', 'drizzle-orm', 'lucia', 'openai', 'sql-parser-cst', 'zod']

async function packageNames() {
  const { dependencies, devDependencies } = JSON.parse(await readFile(inProject('package.json'), 'utf8'))
  return [...Object.keys(dependencies), ...Object.keys(devDependencies)]
}

/** By its API: where install scripts ran, esbuild's command is no longer a program of Node.js. */
async function bundleServer() {
  const { build, stop } = await import('esbuild')
  try {
    await build({
      entryPoints: ['main.ts', 'rotate-keys.ts', 'verify-audit.ts'].map(file => inProject('server', file)),
      outdir: inProject('build', 'server-app'),
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      external: (await packageNames()).filter(name => !BUNDLED.includes(name)),
      sourcemap: true,
      // Stacks name files and lines; whoever reads one has the sources, or not.
      sourcesContent: false,
      logLevel: 'silent',
      absWorkingDir: root,
    })
    return { exitCode: 0, output: '' }
  } catch (error) {
    return { exitCode: 1, output: error.message }
  } finally {
    await stop()
  }
}

async function step(name, running) {
  const { exitCode, output } = await running
  if (exitCode !== 0)
    throw new SetupError(`${lastLines(output)}\n\nBuilding ${name} failed; the reason is above.`)
}

/** Of contents, not of times: a checkout or a copy changes times and nothing else. Tests are not part of a build. */
async function fingerprintOf(paths) {
  const hash = createHash('sha256')
  for (const path of paths) {
    for (const file of await filesBelow(path))
      hash
        .update(`${file}\0`)
        .update(await readFile(inProject(file)))
        .update('\0')
  }
  return hash.digest('hex')
}

async function filesBelow(path) {
  const entries = await readdir(inProject(path), { withFileTypes: true }).catch(error => {
    if (error.code === 'ENOTDIR') return null
    if (error.code === 'ENOENT') return []
    throw error
  })
  if (entries === null) return [path]
  const nested = entries
    .filter(entry => !/\.test\.tsx?$/.test(entry.name))
    .map(entry => (entry.isDirectory() ? filesBelow(join(path, entry.name)) : [join(path, entry.name)]))
  return (await Promise.all(nested)).flat().sort()
}

async function allExist(paths) {
  const found = await Promise.allSettled(paths.map(path => access(path)))
  return found.every(({ status }) => status === 'fulfilled')
}
