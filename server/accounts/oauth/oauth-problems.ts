import { AppError } from '../../errors.ts'
import type { AppErrorOptions, ErrorCode } from '../../errors.ts'

const AGAIN = 'Try again'

/** What can come of signing in elsewhere, in words for the page that the browser comes back to. */
const WORDS = {
  OAUTH_ATTEMPT_INVALID: [
    'This sign-in was begun somewhere else, or took too long',
    ['Begin again from this page, in this browser, and finish within ten minutes'],
  ],
  OAUTH_DENIED: ['You have not let the provider tell us who you are', [AGAIN, 'Or sign in with a password']],
  OAUTH_PROVIDER_FAILED: [
    'The provider does not answer as it should',
    ['Try again in a minute', 'Or sign in with a password', 'The server’s log says what went wrong'],
  ],
  OAUTH_EMAIL_UNVERIFIED: [
    'The provider has not verified an e-mail address of yours',
    ['Verify your e-mail address there, then try again'],
  ],
  OAUTH_EMAIL_TAKEN: [
    'There is an account with your e-mail address already',
    ['Sign in with its password, then link the provider on your profile page'],
  ],
  OAUTH_NOT_ADMITTED: [
    'You have no account here',
    ['Ask an administrator to make one; you can link the provider to it on your profile page'],
  ],
  OAUTH_ALREADY_LINKED: [
    'That account there is linked to somebody else here, or you have linked another one',
    ['Choose another account there, or unlink the one that you have'],
  ],
  ACCOUNTS_DISABLED: ['This account is disabled', ['An administrator can enable it again']],
  ACCOUNTS_THROTTLED: [
    'Too many sign-ins were begun from your network',
    ['Wait ten minutes, then try again'],
  ],
  STORE_UNAVAILABLE: ['Our own database does not answer', ['Try again in a moment']],
  INTERNAL: ['Something went wrong on our side', [AGAIN, 'If it stays, tell your administrator when it was']],
} as const satisfies Partial<Record<ErrorCode, readonly [message: string, hints: readonly string[]]>>

export type OAuthProblemCode = keyof typeof WORDS

export function oauthProblem(code: OAuthProblemCode, options: Pick<AppErrorOptions, 'cause'> = {}): AppError {
  const [message, hints] = WORDS[code]
  return new AppError(code, message, { hints, ...options })
}

/** For a code that comes back in an address, which anybody may have written: one of ours, or nothing to be said. */
export function isOAuthProblem(code: string): code is OAuthProblemCode {
  return Object.hasOwn(WORDS, code)
}
