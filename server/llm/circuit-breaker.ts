import { AppError } from '../errors.ts'
import type { ErrorCode } from '../errors.ts'
import type { LanguageModel } from './language-model.ts'

export interface CircuitLimits {
  /** Failures in a row that open the circuit. */
  failures: number
  /** Milliseconds until one question may try again. */
  pauseMs: number
  /** Milliseconds on a clock that never goes back. */
  now: () => number
}

/** What a question itself has no part in: the next one would fail as well. */
const OF_THE_PROVIDER: ReadonlySet<ErrorCode> = new Set([
  'LLM_AUTH_FAILED',
  'LLM_RATE_LIMITED',
  'LLM_OVERLOADED',
  'LLM_UNREACHABLE',
  'LLM_TIMEOUT',
])

/**
 * The same model, which is not asked for a while after it has failed several times in a row: nobody waits for a provider
 * that is down, and it is not asked all the more. After the pause one request tries; the others wait for what comes of it.
 * Throws LLM_PAUSED in place of asking. Each process has a circuit of its own.
 */
export function withCircuitBreaker(model: LanguageModel, limits: CircuitLimits): LanguageModel {
  const { failures: threshold, pauseMs, now } = limits
  let failures = 0
  let openUntil = 0
  let trying = false

  return {
    ...model,
    async *stream(request) {
      const isOpen = failures >= threshold
      if (isOpen && (trying || now() < openUntil)) throw paused(model, Math.max(openUntil - now(), 1000))
      trying = isOpen
      try {
        yield* model.stream(request)
        failures = 0
      } catch (error) {
        if (error instanceof AppError && OF_THE_PROVIDER.has(error.code)) {
          failures += 1
          openUntil = now() + pauseMs
        } else if (!request.signal.aborted) {
          // It answered, though not as it should.
          failures = 0
        }
        throw error
      } finally {
        if (isOpen) trying = false
      }
    },
  }
}

function paused({ provider }: LanguageModel, leftMs: number): AppError {
  return new AppError(
    'LLM_PAUSED',
    `${provider} has failed several times in a row, so it is not asked just now.`,
    {
      hints: [`Ask again in ${Math.ceil(leftMs / 1000)} s.`, 'An administrator can test it in the settings.'],
      retryable: true,
    },
  )
}
