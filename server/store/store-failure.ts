import { AppError } from '../errors.ts'

/** What postgres.js and Node report when the server is not there or went away, and SQLSTATE classes that mean the same. */
const UNREACHABLE = /^(ECONN\w+|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|CONNECT(ION)?_\w+|08\w{3}|57P0\d|53\d{3})$/

/**
 * Names a failure of our own PostgreSQL; null when it is none (then it is a bug). The message of the driver is dropped:
 * drizzle puts SQL and parameters into it.
 */
export function storeFailure(error: unknown): AppError | null {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const code = 'code' in cause ? String(cause.code) : ''
    if (UNREACHABLE.test(code)) {
      return new AppError('STORE_UNAVAILABLE', "The application's own database does not answer", {
        hints: ['Try again in a moment', 'An administrator finds the reason in the log of the server'],
        retryable: true,
        cause: new Error(code),
      })
    }
  }
  return null
}
