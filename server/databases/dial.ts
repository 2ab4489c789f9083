import { existsSync, readFileSync } from 'node:fs'
import { lookup } from 'node:dns/promises'
import { connect, isIP } from 'node:net'
import type { Socket } from 'node:net'
import { AppError } from '../errors.ts'
import type { Dial } from './database.ts'
import { hostForbidden, localhostInContainer, NAME_NOT_RESOLVED, NOT_LISTENING } from './dial-failures.ts'
import { CONNECT_TIMEOUT, failed } from './failure.ts'
import { createHostPolicy } from './host-policy.ts'
import type { HostPolicy } from './host-policy.ts'
import { holds, readIpAddress } from './ip-address.ts'

export interface DialOptions {
  /** Default: that of an empty DATABASE_HOSTS. */
  policy?: HostPolicy
  /** This process runs in a container, where `localhost` is the container itself. */
  inContainer?: boolean
  /** All addresses of a name, the best one first. Default: the system's resolver. */
  resolve?: (hostName: string) => Promise<readonly string[]>
}

/** An address that does not answer must leave time for the next one. */
const MAX_TRY_MS = 3000
const KEEP_ALIVE_AFTER_MS = 30_000
const LOOPBACK = { version: 4, bits: 127n << 24n, prefix: 8 } as const

/**
 * Fulfils the contract of `Dial`. The name is resolved once; only those of its addresses that the policy allows are
 * connected to, one after the other, so that no second answer of a name server can lead elsewhere. The socket's `host`
 * is the name, for TLS. Until its user listens to them, errors of the socket are dropped.
 */
export function createDial({
  policy = createHostPolicy([]),
  inContainer = false,
  resolve = resolveBySystem,
}: DialOptions = {}): Dial {
  async function findAddresses(host: string, timeoutMs: number): Promise<readonly string[]> {
    const verdict = policy.judgeName(host)
    if (!verdict.allowed) throw hostForbidden(verdict)
    const addresses = await within(timeoutMs, resolve(host)).catch((error: unknown) => {
      if (error instanceof AppError) throw error
      return []
    })
    if (addresses.length === 0) {
      if (policy.mayTellThatUnknown(host)) throw failed(NAME_NOT_RESOLVED, 'unresolved')
      throw hostForbidden({ allowed: false, because: 'NOT_LISTED' })
    }
    const verdicts = addresses.map(address => ({ address, verdict: policy.judge(host, address) }))
    const allowed = verdicts.flatMap(({ address, verdict }) => (verdict.allowed ? [address] : []))
    const refusal = verdicts.flatMap(({ verdict }) => (verdict.allowed ? [] : [verdict]))[0]
    if (allowed.length === 0 && refusal) throw hostForbidden(refusal)
    return allowed
  }

  return async ({ host: typed, port, timeoutMs }) => {
    const deadline = performance.now() + timeoutMs
    const host = typed.replace(/^\[(.*)\]$/, '$1')
    const addresses = await findAddresses(host, timeoutMs)
    let timedOut = false
    for (const [index, address] of addresses.entries()) {
      const leftMs = deadline - performance.now()
      const others = addresses.length - index - 1
      const outcome = await connectTo(
        address,
        port,
        others === 0 ? leftMs : Math.min(MAX_TRY_MS, leftMs / (others + 1)),
      )
      if (typeof outcome !== 'string') return Object.assign(outcome, { host })
      timedOut ||= outcome === 'ETIMEDOUT'
    }
    if (timedOut) throw failed(CONNECT_TIMEOUT, 'ETIMEDOUT')
    throw failed(
      inContainer && isThisMachine(host) ? localhostInContainer(host) : NOT_LISTENING,
      'unreachable',
    )
  }
}

/** Whether this process runs in a Docker or Podman container, or in one of Kubernetes. */
export function runsInContainer(): boolean {
  if (existsSync('/.dockerenv') || existsSync('/run/.containerenv')) return true
  try {
    return /\b(docker|kubepods|containerd|libpod)\b/.test(readFileSync('/proc/1/cgroup', 'utf8'))
  } catch {
    return false
  }
}

async function resolveBySystem(hostName: string): Promise<readonly string[]> {
  return (await lookup(hostName, { all: true, verbatim: true })).map(({ address }) => address)
}

/** @returns the connected socket, or the code of what went wrong */
function connectTo(address: string, port: number, timeoutMs: number): Promise<Socket | string> {
  return new Promise(resolve => {
    if (timeoutMs <= 0) return resolve('ETIMEDOUT')
    const socket = connect({
      host: address,
      port,
      noDelay: true,
      keepAlive: true,
      keepAliveInitialDelay: KEEP_ALIVE_AFTER_MS,
    })
    const timer = setTimeout(() => {
      socket.destroy()
      resolve('ETIMEDOUT')
    }, timeoutMs)
    socket.on('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer)
      resolve(error.code ?? 'unknown')
    })
    socket.once('connect', () => {
      clearTimeout(timer)
      resolve(socket)
    })
  })
}

async function within<T>(timeoutMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(failed(CONNECT_TIMEOUT, 'resolver')), timeoutMs)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}

function isThisMachine(host: string): boolean {
  const address = readIpAddress(host)
  if (address === null) return isIP(host) === 0 && /^(.+\.)?localhost\.?$/i.test(host)
  return holds(LOOPBACK, address) || (address.version === 6 && address.bits === 1n)
}
