import type { Accounts, Credential } from '../accounts/accounts.ts'
import type { OAuth } from '../accounts/oauth/oauth.ts'
import type { Role, User } from '../domain.ts'
import { AppError } from '../errors.ts'
import type { Pipeline } from '../pipeline/pipeline.ts'
import type { RowSlot } from './row-slot.ts'

export interface Services {
  pipeline: Pipeline
  accounts: Accounts
  oauth: OAuth
  /** Empty outside of demo mode. */
  demoAccounts: readonly { email: string; password: string; role: Role }[]
}

/** Who calls and how to answer them; made once a request or socket. */
export interface ApiContext extends Services {
  user: User | null
  /** By what they are known; null for strangers. */
  credential: Credential | null
  /** The caller's network address. */
  address: string
  /** What their browser or script calls itself; empty where it says nothing. */
  userAgent: string
  /** Where the caller's browser finds us, one of `publicOrigins`. */
  origin: string
  publicOrigins: readonly string[]
  /** Of the request, or of the operation on a socket: what the log has under it. */
  requestId: string
  /** Adds a Set-Cookie header to the response; nothing to be done on a socket. */
  setCookie: (cookie: string) => void
  /** Where what is answered is written as text that rows are spliced into; else they are parsed. */
  rowSlot?: RowSlot
}

/** The caller, or UNAUTHENTICATED for a stranger. */
export function signedIn({ user }: ApiContext): User {
  if (user) return user
  throw new AppError('UNAUTHENTICATED', 'Sign in first', {
    hints: ['Open the sign-in page; scripts send an API token, or the cookie that signIn has set'],
  })
}

/** By what the caller is known, or UNAUTHENTICATED for a stranger. */
export function credentialOf(context: ApiContext): Credential {
  signedIn(context)
  // Whoever is known is known by something.
  return context.credential as Credential
}
