/**
 * Who is there. Signing in answers wrong credentials and throttling as ACCOUNTS_WRONG_CREDENTIALS and
 * ACCOUNTS_THROTTLED; both take as long for unknown accounts as for known ones, and both are on record.
 */
import { hash, verify } from '@node-rs/argon2'
import { Lucia, TimeSpan } from 'lucia'
import type { AuditAction, AuditDetails, AuditRecord, Role, User } from '../domain.ts'
import { AppError } from '../errors.ts'
import type { Sessions } from '../store/sessions.ts'
import type { SignInFailures } from '../store/sign-in-failures.ts'
import type { Users } from '../store/users.ts'
import { createSessionAdapter } from './session-adapter.ts'
import { createThrottle } from './sign-in-throttle.ts'

/** OWASP's recommendation for argon2id: 19 MiB, two passes, one lane. */
const ARGON2 = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
/** Longer ones are refused before they are hashed: work for nothing. */
const MAX_PASSWORD_LENGTH = 1024

export interface AccountsOptions {
  users: Users
  sessions: Sessions
  signInFailures: SignInFailures
  record: (event: AuditRecord) => Promise<void>
  now: () => Date
  newId: () => string
  sessionLifetimeMs: number
  /** True when browsers come over HTTPS. */
  secureCookies: boolean
}

export interface SignedIn {
  user: User
  /** A Set-Cookie value. */
  cookie: string
}

export type Accounts = ReturnType<typeof createAccounts>

export function createAccounts(options: AccountsOptions) {
  const { users, record, now, newId } = options
  const throttle = createThrottle(options)
  const lucia = new Lucia(createSessionAdapter(options.sessions), {
    sessionExpiresIn: new TimeSpan(options.sessionLifetimeMs, 'ms'),
    sessionCookie: {
      name: 'lovable_session',
      attributes: { secure: options.secureCookies, sameSite: 'lax', path: '/' },
    },
    getUserAttributes: user => user,
  })
  /** Verified against when there is no such user, so that the answer takes as long. */
  const nobody = hash('nobody has this password', ARGON2)

  return {
    async signIn(email: string, password: string, address: string): Promise<SignedIn> {
      const name = email.trim()
      const attempt = await throttle.begin(name, address)
      const user = await users.findByEmail(name)
      const matches =
        password.length <= MAX_PASSWORD_LENGTH &&
        (await verify(user?.passwordHash ?? (await nobody), password))
      if (!user || !matches) {
        await record(event('account.sign-in-failed', null, { email: name.slice(0, 200), address }))
        throw new AppError('ACCOUNTS_WRONG_CREDENTIALS', 'The e-mail address or the password is wrong', {
          hints: ['Check both; the password is case-sensitive', 'An administrator can set a new password'],
        })
      }
      await record(event('account.signed-in', user.id, { address }))
      await attempt.succeeded()
      const session = await lucia.createSession(user.id, {})
      const { passwordHash: _, ...visible } = user
      return { user: visible, cookie: lucia.createSessionCookie(session.id).serialize() }
    },

    /** @returns a Set-Cookie value that removes the session's cookie */
    async signOut(sessionId: string, user: User): Promise<string> {
      await record(event('account.signed-out', user.id, {}))
      await lucia.invalidateSession(sessionId)
      return lucia.createBlankSessionCookie().serialize()
    },

    /** Who sent this Cookie header; `cookie` is set when the browser should get a newer one. */
    async identify(
      cookieHeader: string | undefined,
    ): Promise<{ user: User; sessionId: string; cookie: string | null } | null> {
      const sessionId = lucia.readSessionCookie(cookieHeader ?? '')
      if (!sessionId) return null
      const { session, user } = await lucia.validateSession(sessionId)
      if (!session) return null
      return {
        user,
        sessionId,
        cookie: session.fresh ? lucia.createSessionCookie(session.id).serialize() : null,
      }
    },

    /** Makes the account, or gives an existing one of that address this password. */
    async ensure(account: { email: string; name: string; role: Role; password: string }): Promise<void> {
      const { password, ...rest } = account
      const existing = await users.findByEmail(account.email)
      if (existing) {
        if (await verify(existing.passwordHash, password)) return
        await users.setPassword(existing.id, await hash(password, ARGON2))
        return
      }
      await users.add({ ...rest, id: newId(), createdAt: now(), passwordHash: await hash(password, ARGON2) })
    },

    async removeExpired(): Promise<void> {
      await lucia.deleteExpiredSessions()
      await throttle.removeOld()
    },
  }
}

/** Of what somebody does with their own account. */
function event<A extends AuditAction>(
  action: A,
  actorId: string | null,
  detail: AuditDetails[A],
): AuditRecord<A> {
  return { action, actorId, connectionId: null, subjectId: actorId, detail }
}
