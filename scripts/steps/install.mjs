import { constants } from 'node:fs'
import { access, mkdtemp, readFile, rm } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { inProject, SetupError } from './project.mjs'
import { lastLines, runNpm } from './run-command.mjs'

/** Installs the packages of package-lock.json unless exactly they are installed. Call it under the folder's lock. */
export async function installMissing() {
  const state = await installedState()
  if (state === 'current') return
  console.log(
    state === 'none'
      ? 'Installing packages (about a minute) …'
      : 'The list of packages has changed; installing (about a minute) …',
  )
  const { exitCode, output } = await withCache(env => runNpm(['ci', '--no-audit', '--no-fund'], { env }))
  if (exitCode === 0) return
  throw new SetupError(
    `${lastLines(output)}\n\nnpm could not install the packages; its reason is above.\n` +
      `${advice(exitCode, output)}\nThen try again, or see everything with: npm ci`,
  )
}

/**
 * npm writes what it has installed into node_modules when it is done, so this sees interrupted installs too.
 * Packages for other platforms are in the lock file and rightly not installed.
 *
 * @returns {Promise<'none' | 'outdated' | 'current'>}
 */
export async function installedState(folder = inProject()) {
  const installed = await readPackages(join(folder, 'node_modules', '.package-lock.json')).catch(() => null)
  if (installed === null) return 'none'
  const wanted = await readPackages(join(folder, 'package-lock.json'))
  const differs = ([path, wantedPackage]) => {
    if (path === '') return false
    const found = installed[path]
    if (!found) return !wantedPackage.optional && !wantedPackage.devOptional && !wantedPackage.peer
    return found.version !== wantedPackage.version || found.integrity !== wantedPackage.integrity
  }
  return Object.entries(wanted).some(differs) ? 'outdated' : 'current'
}

async function readPackages(path) {
  return JSON.parse(await readFile(path, 'utf8')).packages
}

/**
 * npm keeps its cache in the home directory. Where that cannot be written (a service's user, a read-only container) it
 * gets one for this install only.
 */
export async function withCache(install) {
  if (process.env.npm_config_cache && (await canWrite(process.env.npm_config_cache))) return install({})
  const home = homedir()
  if (home && ((await canWrite(join(home, '.npm'))) || (await canMake(home, '.npm')))) return install({})
  const cache = await mkdtemp(join(tmpdir(), 'npm-cache-'))
  try {
    return await install({ npm_config_cache: cache })
  } finally {
    await rm(cache, { recursive: true, force: true })
  }
}

const canWrite = path =>
  access(path, constants.W_OK).then(
    () => true,
    () => false,
  )

async function canMake(parent, name) {
  const missing = await access(join(parent, name)).then(
    () => false,
    () => true,
  )
  return missing && (await canWrite(parent))
}

function advice(exitCode, output) {
  if (exitCode === 127) return 'npm was not found: it comes with Node.js, https://nodejs.org.'
  if (/ENOSPC/.test(output)) return 'The disk is full: free about 1 GB.'
  if (/EACCES|EPERM|EROFS/.test(output)) return 'A file or folder may not be written: mend its permissions.'
  if (/ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ECONNRESET/.test(output)) {
    return "The package registry cannot be reached: check the network, and npm's proxy and registry settings."
  }
  return 'If the message does not help, remove node_modules.'
}
