import { AppError } from '../errors.ts'

/** What postgres.js and Node report when the server is not there or went away, and SQLSTATE classes that mean the same. */
const UNREACHABLE =
  /^(ECONN\w+|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EPIPE)$|^CONNECT(ION)?_\w+$/
const NOT_SERVING = /^(08\w{3}|57P0\d|53\w{3}|28\w{3}|3D000)$/

/** The private cause of our errors: which failure it was, without the driver's words. */
class StoreFailure extends Error {
  override readonly name = 'StoreFailure'
  readonly code: string

  constructor(code: string) {
    super(`store failure ${code}`)
    this.code = code
  }
}

/** U+0000 as text and in JSON: nothing that a person writes has it, and PostgreSQL keeps none. */
const NOT_STORABLE = /^(22021|22P05)$/

/** What the operator who starts the server can do about it; by the beginning of the code. */
const REASONS: readonly (readonly [RegExp, string])[] = [
  [/^ENOTFOUND|^EAI_AGAIN/, 'its host name could not be found'],
  [/^ECONNREFUSED/, 'nothing listens there'],
  [/TIMEOUT|TIMEDOUT/, 'it did not answer in time'],
  [/^28|^SASL/, 'it does not accept the user name and password'],
  [/^3D000/, 'it has no database of that name'],
  [/^42501/, 'the login may not make tables there'],
  [/^57P03/, 'it is starting up or shutting down'],
  [/^53300/, 'it has no connection left'],
]

/**
 * Names a failure of our own PostgreSQL, or of text that it cannot keep; null when it is neither (then it is a bug). The message of the driver is dropped:
 * drizzle puts SQL and parameters into it.
 */
export function storeFailure(error: unknown): AppError | null {
  const code = codeOf(error)
  if (code !== null && NOT_STORABLE.test(code)) {
    return new AppError('INPUT_INVALID', 'The text holds a character that cannot be kept (U+0000)', {
      hints: ['Remove it, then try again'],
    })
  }
  if (code === null || !(UNREACHABLE.test(code) || NOT_SERVING.test(code))) return null
  return new AppError('STORE_UNAVAILABLE', "The application's own database does not answer", {
    hints: ['Try again in a moment', 'An administrator finds the reason in the log of the server'],
    retryable: true,
    cause: new StoreFailure(code),
  })
}

/** For whoever starts the server: where the store was looked for and why it cannot be used. Anything else as it is. */
export function nameStartFailure(error: unknown, url: string): unknown {
  const code = codeOf(error)
  const reason = REASONS.find(([codes]) => code !== null && codes.test(code))?.[1]
  if (reason === undefined && storeFailure(error) === null) return error
  const { host, pathname } = new URL(url)
  return new AppError(
    'STORE_UNAVAILABLE',
    `The application's own database ${host}${pathname} cannot be used: ${reason ?? 'the connection broke off'}`,
    {
      hints: ['Check DATABASE_URL', 'Check that PostgreSQL runs there'],
      retryable: true,
      cause: new StoreFailure(code ?? ''),
    },
  )
}

/** The first code in the chain of causes. */
function codeOf(error: unknown): string | null {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && typeof cause.code === 'string') return cause.code
  }
  return null
}
