import { spawn } from 'node:child_process'
import { root } from './project.mjs'

const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP']

/**
 * Runs a program in the project's folder to its end. Its output is shown as it comes (`show: true`) or kept and returned.
 * Signals that reach us are passed on, and end us when the program has ended.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ show?: boolean, env?: Record<string, string>, cwd?: string }} [options]
 * @returns {Promise<{ exitCode: number, output: string }>}
 */
export async function runCommand(program, args, options = {}) {
  const child = spawn(program, args, {
    cwd: options.cwd ?? root,
    env: { ...process.env, ...options.env },
    stdio: options.show ? 'inherit' : ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', chunk => (output += chunk))
  }
  let received = null
  const forward = signal => {
    received = signal
    child.kill(signal)
  }
  for (const signal of FORWARDED) process.on(signal, forward)
  try {
    const exitCode = await new Promise(resolve => {
      child.once('error', error => {
        output += String(error)
        resolve(127)
      })
      child.once('close', (code, signal) => resolve(code ?? (signal ? 128 : 1)))
    })
    if (received === null) return { exitCode, output }
  } finally {
    for (const signal of FORWARDED) process.off(signal, forward)
  }
  // Nobody listens any more, so this ends us the way the signal's sender expects.
  process.kill(process.pid, received)
  return new Promise(() => undefined)
}

/** A program of an installed package, run by this Node.js. @param {string} path below node_modules */
export function runPackage(path, args, options) {
  return runCommand(process.execPath, [`node_modules/${path}`, ...args], options)
}

/** npm itself: the one that runs us, else the one on the PATH. */
export function runNpm(args, options) {
  const npm = process.env.npm_execpath
  if (npm?.endsWith('.js')) return runCommand(process.execPath, [npm, ...args], options)
  return runCommand(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, options)
}

/** The end of a program's output, where its reason is. */
export function lastLines(output, count = 40) {
  return output.trimEnd().split('\n').slice(-count).join('\n')
}
