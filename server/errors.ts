/**
 * Failures: what went wrong outside of the code's own control, in words that anyone may read.
 * Answers (refusals, bad fields) are values, not errors; everything else that is thrown is a bug.
 * Every code is explained in docs/errors.md.
 */

export const ERROR_CODES = [
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NOT_FOUND',
  'INPUT_INVALID',
  'REQUEST_TOO_MANY',
  'INTERNAL',
  'CONFIG_INVALID',
  'ACCOUNTS_WRONG_CREDENTIALS',
  'ACCOUNTS_THROTTLED',
  'ACCOUNTS_DISABLED',
  'ACCOUNTS_NEW_PASSWORD_NEEDED',
  'ACCOUNTS_PASSWORD_REFUSED',
  'ACCOUNTS_LAST_ADMIN',
  'OAUTH_ATTEMPT_INVALID',
  'OAUTH_DENIED',
  'OAUTH_PROVIDER_FAILED',
  'OAUTH_EMAIL_UNVERIFIED',
  'OAUTH_EMAIL_TAKEN',
  'OAUTH_NOT_ADMITTED',
  'OAUTH_ALREADY_LINKED',
  'CONNECTION_THROTTLED',
  'ASK_EMPTY',
  'ASK_TOO_LONG',
  'ASK_REQUEST_REUSED',
  'PROMPT_NOT_SHAREABLE',
  'SHARE_CHANGED',
  'GUARD_REFUSED',
  'RUN_HASH_MISMATCH',
  'RUN_IN_PROGRESS',
  'RUN_ALREADY_DONE',
  'RUN_TOO_MANY',
  'RUN_TIME_LIMIT',
  'RUN_NOT_READ',
  'RUN_TOO_EXPENSIVE',
  'RUN_NEEDS_CONFIRMATION',
  'RUN_CANCELLED',
  'RUN_INTERRUPTED',
  'RUN_NOT_FINISHED',
  'EXPORT_TOO_MANY',
  'EXPORT_TOO_LARGE',
  'DATABASE_NAME_NOT_RESOLVED',
  'DATABASE_NOT_LISTENING',
  'DATABASE_LOCALHOST_IN_CONTAINER',
  'DATABASE_CONNECT_TIMEOUT',
  'DATABASE_HOST_FORBIDDEN',
  'DATABASE_HOST_NOT_ALLOWED',
  'DATABASE_WRONG_ENGINE',
  'DATABASE_AUTH_FAILED',
  'DATABASE_USER_NOT_FOUND',
  'DATABASE_NOT_FOUND',
  'DATABASE_LOGIN_CAN_WRITE',
  'DATABASE_TLS_REQUIRED',
  'DATABASE_TLS_NOT_OFFERED',
  'DATABASE_TLS_NOT_TRUSTED',
  'DATABASE_TLS_WRONG_NAME',
  'DATABASE_TLS_FAILED',
  'DATABASE_TOO_MANY_CONNECTIONS',
  'DATABASE_STARTING_UP',
  'DATABASE_READ_ONLY_REPLICA',
  'DATABASE_CONNECTION_CHANGED',
  'DATABASE_CONNECTION_LOST',
  'DATABASE_PERMISSION_DENIED',
  'DATABASE_STATEMENT_FAILED',
  'DATABASE_CATALOG_CHANGED',
  'DATABASE_READ_ONLY_VIOLATION',
  'DATABASE_TIMEOUT',
  'DATABASE_UNKNOWN_FAILURE',
  'PROPOSAL_UNCLEAR',
  'PROPOSAL_REFUSED',
  'PROPOSAL_CONFLICT',
  'PROPOSAL_OWN_REVIEW',
  'PROPOSAL_REASON_MISSING',
  'PROPOSAL_NOT_APPROVED',
  'PROPOSAL_DIGEST_MISMATCH',
  'PROPOSAL_DRIFTED',
  'PROPOSAL_APPLYING',
  'PROPOSAL_LOCK_TIMEOUT',
  'PROPOSAL_NOT_TRIED',
  'LLM_AUTH_FAILED',
  'LLM_RATE_LIMITED',
  'LLM_OVERLOADED',
  'LLM_UNREACHABLE',
  'LLM_TIMEOUT',
  'LLM_BAD_REPLY',
  'LLM_REQUEST_REJECTED',
  'LLM_PAUSED',
  'LLM_BUDGET_SPENT',
  'STORE_UNAVAILABLE',
  'STORE_KEY_MISSING',
  'SAMPLES_NOT_INSTALLED',
] as const
export type ErrorCode = (typeof ERROR_CODES)[number]

export interface AppErrorOptions {
  /** What the reader can do about it, most likely first. */
  hints?: readonly string[]
  /** True when the same call may succeed later without a change. */
  retryable?: boolean
  /** Which fields of an input are wrong and why. */
  fields?: readonly { field: string; message: string }[]
  /** For the log only. */
  cause?: unknown
}

export class AppError extends Error {
  override readonly name = 'AppError'
  readonly code: ErrorCode
  readonly hints: readonly string[]
  readonly retryable: boolean
  readonly fields: readonly { field: string; message: string }[]

  constructor(code: ErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.hints = options.hints ?? []
    this.retryable = options.retryable ?? false
    this.fields = options.fields ?? []
  }
}
