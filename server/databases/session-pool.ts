import { AppError } from '../errors.ts'
import { connectionLost } from './failure.ts'

/** What the pool needs of an engine's session. */
export interface PooledSession {
  onClose(listener: () => void): void
  /** Opens a READ ONLY transaction whose statements may take `timeoutMs` each. */
  begin(timeoutMs: number): Promise<void>
  /** Ends the transaction by ROLLBACK and forgets all that a statement may have left in the session. */
  clean(): Promise<void>
  /** Cancels what is in flight and hangs up. Idempotent, never rejects. */
  end(): Promise<void>
}

export interface SessionPoolOptions<S> {
  open: () => Promise<S>
  maxSessions: number
  idleTimeoutMs: number
  /** How long a caller waits for a session that others use. */
  waitTimeoutMs: number
}

export interface SessionPool<S> {
  /**
   * A session inside a new READ ONLY transaction whose statements may take `timeoutMs` each.
   * @param alongside what can be sent right behind the beginning; called for each session that is tried
   */
  begin(timeoutMs: number, alongside?: (session: S) => void): Promise<S>
  /** Rolls back and cleans the session; it can be had again when the server has done so. */
  release(session: S): Promise<void>
  /** Ends the session, with whatever runs on it. */
  drop(session: S): Promise<void>
  close(): Promise<void>
}

/**
 * Sessions of one database, opened when needed and at most `maxSessions`. A session is either idle here, or belongs to
 * one caller from `begin` until `release` or `drop`.
 */
export function createSessionPool<S extends PooledSession>({
  open,
  maxSessions,
  idleTimeoutMs,
  waitTimeoutMs,
}: SessionPoolOptions<S>): SessionPool<S> {
  const idle = new Map<S, NodeJS.Timeout>()
  const taken = new Set<S>()
  const waiting: (() => void)[] = []
  let slotsInUse = 0
  let closed = false

  /** A slot goes straight to the first who waits, so nobody can slip in between. */
  function freeSlot(): void {
    const next = waiting.shift()
    if (next === undefined) slotsInUse -= 1
    else next()
  }

  async function takeSlot(): Promise<void> {
    if (closed) throw connectionLost()
    if (slotsInUse >= maxSessions) await waitForTurn()
    else slotsInUse += 1
  }

  function waitForTurn(): Promise<void> {
    return new Promise((resolve, reject) => {
      const turn = () => {
        clearTimeout(timer)
        resolve()
      }
      const timer = setTimeout(() => {
        waiting.splice(waiting.indexOf(turn), 1)
        reject(tooMany(maxSessions))
      }, waitTimeoutMs)
      waiting.push(turn)
    })
  }

  function takeIdle(): S | null {
    const session = [...idle.keys()].at(-1) ?? null
    if (session === null) return null
    clearTimeout(idle.get(session))
    idle.delete(session)
    return session
  }

  function keepIdle(session: S): void {
    const timer = setTimeout(() => {
      idle.delete(session)
      void session.end()
    }, idleTimeoutMs)
    timer.unref()
    idle.set(session, timer)
  }

  async function openNew(): Promise<S> {
    const session = await open()
    session.onClose(() => {
      clearTimeout(idle.get(session))
      idle.delete(session)
    })
    return session
  }

  /** An idle session may have died unnoticed (server restarted, firewall): then the next one is tried, at last a new one. */
  async function beginOn(session: S | null, timeoutMs: number, alongside: (session: S) => void): Promise<S> {
    const candidate = session ?? (await openNew())
    try {
      const begun = candidate.begin(timeoutMs)
      alongside(candidate)
      await begun
      return candidate
    } catch (error) {
      await candidate.end()
      if (session === null || !isConnectionLoss(error)) throw error
      return beginOn(takeIdle(), timeoutMs, alongside)
    }
  }

  async function drop(session: S): Promise<void> {
    if (!taken.delete(session)) return
    await session.end()
    freeSlot()
  }

  return {
    async begin(timeoutMs: number, alongside: (session: S) => void = () => undefined): Promise<S> {
      await takeSlot()
      try {
        const session = await beginOn(takeIdle(), timeoutMs, alongside)
        if (closed) {
          await session.end()
          throw connectionLost()
        }
        taken.add(session)
        return session
      } catch (error) {
        freeSlot()
        throw error
      }
    },

    async release(session: S): Promise<void> {
      if (!taken.has(session)) return
      try {
        await session.clean()
      } catch {
        // Whatever is wrong with it, nobody else gets it; the caller has its result already.
        return drop(session)
      }
      if (closed || !taken.delete(session)) return drop(session)
      keepIdle(session)
      freeSlot()
    },

    drop,

    async close(): Promise<void> {
      closed = true
      const sessions = [...idle.keys(), ...taken]
      for (const timer of idle.values()) clearTimeout(timer)
      idle.clear()
      for (const turn of waiting.splice(0)) turn()
      await Promise.all(sessions.map(session => session.end()))
    },
  }
}

/** True for what a stale pooled connection shows at its first use. */
function isConnectionLoss(error: unknown): boolean {
  return error instanceof AppError && error.code === 'DATABASE_CONNECTION_LOST'
}

function tooMany(maxSessions: number): AppError {
  return new AppError(
    'DATABASE_TOO_MANY_CONNECTIONS',
    `All ${maxSessions} sessions that this app may hold on the database are busy.`,
    { hints: ['Wait for a run to end, or cancel one.'], retryable: true },
  )
}
