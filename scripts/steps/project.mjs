import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder with package.json, wherever these scripts are called from. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

/** @param {string[]} parts */
export const inProject = (...parts) => join(root, ...parts)

/**
 * A failure that a person can mend: printed without a stack.
 */
export class SetupError extends Error {}

const NEEDED = [20, 19]

/** Before anything else: an older Node.js fails later, in words that help nobody. */
export function requireNode(version = process.versions.node) {
  const [major, minor] = version.split('.').map(Number)
  if (major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1])) return
  throw new SetupError(
    `This needs Node.js ${NEEDED.join('.')} or newer; ${process.execPath} is ${version}. Install it from https://nodejs.org and try again.`,
  )
}

/**
 * Runs a script's work and ends the process with its exit code; a SetupError is told in its own words.
 *
 * @param {() => Promise<number | void>} work
 */
export async function runScript(work) {
  try {
    requireNode()
    process.chdir(root)
    endWithParent()
    const exitCode = await work()
    if (exitCode) process.exitCode = exitCode
  } catch (error) {
    console.error(error instanceof SetupError ? `\n${error.message}` : error)
    process.exitCode = 1
  }
}

/**
 * npm passes a signal on to the shell that it started us with, and some shells end without passing it further. Whoever
 * stops npm means us: a server left behind would hold the port.
 */
function endWithParent() {
  if (!process.env.npm_lifecycle_event) return
  const parent = process.ppid
  const watch = () => {
    if (process.ppid === parent) return
    clearInterval(timer)
    process.kill(process.pid, 'SIGTERM')
  }
  const timer = setInterval(watch, 500)
  timer.unref()
}
