/** How often and how many at once one person may have this app knock at other hosts. Counted in this process. */
import { AppError } from '../errors.ts'

const WINDOW_MS = 60_000

export interface AttemptLimits {
  /** 0: no limit. */
  atOnce: number
  /** 0: no limit. */
  perMinute: number
}

interface Attempts {
  underWay: number
  /** Of the last minute, oldest first. */
  startedAt: number[]
  /** Said once, and recorded once, until one is let in again. */
  refused: boolean
}

/** @param what in plural, e.g. `connection checks` */
export function createAttemptLimits(what: string, { atOnce, perMinute }: AttemptLimits, now: () => Date) {
  const byUser = new Map<string, Attempts>()

  function refusalOf({ underWay, startedAt }: Attempts, at: number): AppError | null {
    if (atOnce > 0 && underWay >= atOnce)
      return tooMany(`You have ${underWay} ${what} going already`, 'Wait for one of them to end')
    const [oldest] = startedAt.slice(-perMinute)
    if (perMinute === 0 || startedAt.length < perMinute || oldest === undefined) return null
    const seconds = Math.max(1, Math.ceil((oldest + WINDOW_MS - at) / 1000))
    return tooMany(
      `${perMinute} ${what} within a minute are as many as you may have`,
      `Try again in ${seconds} second${seconds === 1 ? '' : 's'}`,
    )
  }

  function forgetOld(at: number): void {
    for (const [userId, attempts] of byUser) {
      attempts.startedAt = attempts.startedAt.filter(each => at - each < WINDOW_MS)
      if (attempts.underWay === 0 && attempts.startedAt.length === 0) byUser.delete(userId)
    }
  }

  return {
    /**
     * CONNECTION_THROTTLED instead of the work where it is too much.
     * @param onRefused the first refusal only, until one is let in again
     */
    async run<T>(
      userId: string,
      onRefused: (refusal: AppError) => Promise<void>,
      work: () => Promise<T>,
    ): Promise<T> {
      const at = now().getTime()
      forgetOld(at)
      const attempts = byUser.get(userId) ?? { underWay: 0, startedAt: [], refused: false }
      byUser.set(userId, attempts)
      const refusal = refusalOf(attempts, at)
      if (refusal !== null) {
        const first = !attempts.refused
        attempts.refused = true
        if (first) await onRefused(refusal)
        throw refusal
      }
      attempts.refused = false
      attempts.underWay++
      attempts.startedAt.push(at)
      try {
        return await work()
      } finally {
        attempts.underWay--
      }
    },
  }
}

function tooMany(message: string, hint: string): AppError {
  return new AppError('CONNECTION_THROTTLED', message, { hints: [hint], retryable: true })
}
