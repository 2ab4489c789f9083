/**
 * Who is there. Signing in answers wrong credentials and throttling as ACCOUNTS_WRONG_CREDENTIALS and
 * ACCOUNTS_THROTTLED; both take as long for unknown accounts as for known ones, and both are on record. Who calls is found
 * by a session's cookie or by an API token; what they may do is in permissions.ts.
 */
import type { AuditRecord, Role, User } from '../domain.ts'
import { AppError } from '../errors.ts'
import type { ActRecord } from '../pipeline/act-record.ts'
import type { Permission } from '../permissions.ts'
import type { ApiTokens } from '../store/api-tokens.ts'
import type { Sessions } from '../store/sessions.ts'
import type { SignInFailures } from '../store/sign-in-failures.ts'
import type { Users } from '../store/users.ts'
import { createTokens, invalidToken } from './api-tokens.ts'
import { createLiveRights } from './live-rights.ts'
import type { Credential } from './live-rights.ts'
import { createOwnAccount } from './own-account.ts'
import { requireStrongPassword } from './password-strength.ts'
import { createPasswords } from './passwords.ts'
import { createSessionKeeper } from './session-keeper.ts'
import type { Begun, SessionTimes } from './session-keeper.ts'
import { createThrottle } from './sign-in-throttle.ts'
import { createAdministration } from './user-administration.ts'

export type { ApiToken, TokenInput } from './api-tokens.ts'
export type { Credential } from './live-rights.ts'
export type { OwnSession } from './own-account.ts'
export type { Begun } from './session-keeper.ts'
export type { NewUser } from './user-administration.ts'

export interface AccountsOptions {
  users: Users
  sessions: Sessions
  apiTokens: ApiTokens
  signInFailures: SignInFailures
  record: (event: AuditRecord) => Promise<void>
  /** Has intents and outcomes on record. */
  acts: ActRecord
  connectionExists: (id: string) => Promise<boolean>
  now: () => Date
  newId: () => string
  randomBytes: (size: number) => Buffer
  session: SessionTimes
  /** True when browsers come over HTTPS. */
  secureCookies: boolean
  /** How long a password is good that somebody else has chosen. */
  oneTimePasswordMs: number
  tokensPerUser: number
  /** How soon streams end whose right was taken away in another process. */
  rightsCheckMs: number
}

export interface SignedIn {
  user: User
  /** A Set-Cookie value. */
  cookie: string
}

export interface SignIn extends Begun {
  email: string
  password: string
  /** In place of a password that somebody else has chosen; null: none is given. */
  newPassword: string | null
}

/** What of a request says who calls. */
export interface Identification {
  /** The Cookie header. */
  cookie: string | undefined
  /** The Authorization header, or what takes its place on a socket. */
  authorization: unknown
  address: string
}

/** Who calls. */
export interface Caller {
  user: User
  credential: Credential
  /** A Set-Cookie value, where the browser should get a newer one. */
  cookie: string | null
}

export type Accounts = ReturnType<typeof createAccounts>

export function createAccounts(options: AccountsOptions) {
  const { users, sessions, apiTokens, record, acts, now, newId, connectionExists, randomBytes } = options
  const passwords = createPasswords()
  const throttle = createThrottle(options)
  const keeper = createSessionKeeper(options)
  const rights = createLiveRights({ sessions, apiTokens, now, everyMs: options.rightsCheckMs })
  /** What is open elsewhere, or cannot be asked about now, ends with the next look. */
  const rightsChanged = () => rights.look().catch(() => undefined)
  const own = createOwnAccount({ ...options, keeper, passwords, throttle, rightsChanged })
  const administration = createAdministration({ ...options, passwords, rightsChanged })
  const tokens = createTokens({
    ...{ apiTokens, acts, connectionExists, now, newId, randomBytes },
    maxPerUser: options.tokensPerUser,
    recordUse: ({ id, userId }, address) =>
      record({
        action: 'token.used',
        actorId: userId,
        connectionId: null,
        subjectId: id,
        detail: { address },
      }),
  })

  return {
    /** ACCOUNTS_NEW_PASSWORD_NEEDED where somebody else has chosen the password and no other one is given. */
    async signIn({ email, password, newPassword, ...begun }: SignIn): Promise<SignedIn> {
      const { address } = begun
      const name = email.trim()
      const attempt = await throttle.begin(name, address)
      const user = await users.findByEmail(name)
      const matches = await passwords.matches(user?.passwordHash, password)
      const oneTimeIsOver = user?.oneTimeUntil ? user.oneTimeUntil <= now() : false
      if (!user || !matches || oneTimeIsOver) {
        await record(event('account.sign-in-failed', null, { email: name.slice(0, 200), address }))
        throw new AppError('ACCOUNTS_WRONG_CREDENTIALS', 'The e-mail address or the password is wrong', {
          hints: ['Check both; the password is case-sensitive', 'An administrator can set a new password'],
        })
      }
      const { passwordHash, oneTimeUntil, disabledAt, ...visible } = user
      // Only who knows the password learns this.
      if (disabledAt) {
        await record(event('account.sign-in-failed', user.id, { email: user.email, address, disabled: true }))
        throw new AppError('ACCOUNTS_DISABLED', 'This account is disabled', {
          hints: ['An administrator can enable it again'],
        })
      }
      await attempt.succeeded()
      if (oneTimeUntil) await replaceOneTime(visible, passwordHash ?? '', password, newPassword)
      await record(event('account.signed-in', user.id, { address }))
      return { user: visible, cookie: await keeper.begin(user.id, begun) }
    },

    /**
     * A session for somebody who has proved in another way who they are.
     * @param way as it is on record, e.g. `github`
     */
    async begin(user: User, begun: Begun, way: string): Promise<SignedIn> {
      await record(event('account.signed-in', user.id, { address: begun.address, way }))
      return { user, cookie: await keeper.begin(user.id, begun) }
    },

    /** ACCOUNTS_WRONG_CREDENTIALS unless that is the user's password; throttled as sign-in is. */
    async confirmPassword(user: User, password: string, address: string): Promise<void> {
      const attempt = await throttle.begin(user.email, address)
      const found = await users.findWithSecret(user.id)
      if (!(await passwords.matches(found?.passwordHash, password)) || !found?.passwordHash) {
        throw new AppError('ACCOUNTS_WRONG_CREDENTIALS', 'That is not your password', {
          hints: ['It is case-sensitive', 'An administrator can set a new one'],
          fields: [{ field: 'password', message: 'That is not your password' }],
        })
      }
      await attempt.succeeded()
    },

    /** @returns a Set-Cookie value that removes the session's cookie */
    async signOut(credential: Credential & { kind: 'session' }, user: User): Promise<string> {
      await record(event('account.signed-out', user.id, {}))
      const cookie = await keeper.end(credential.idHash)
      await rightsChanged()
      return cookie
    },

    /**
     * Null for a stranger. Where a Bearer token is sent, it alone counts: UNAUTHENTICATED when it is not good, whatever
     * cookie came with it.
     */
    async identify({ cookie, authorization, address }: Identification): Promise<Caller | null> {
      if (authorization !== undefined && typeof authorization !== 'string') throw invalidToken()
      const byToken = authorization === undefined ? null : await tokens.find(authorization, address)
      if (byToken) return { ...byToken, cookie: null }
      const found = await keeper.find(cookie)
      if (!found) return null
      const { user, id, idHash } = found
      return { user, credential: { kind: 'session', id, idHash }, cookie: found.cookie }
    },

    /**
     * For what goes on after it was allowed: `onLost` is called once when the caller's session or token ends, or their
     * role changes, in whatever process; at most a few seconds later.
     * @returns lets go
     */
    hold: ({ user, credential }: Pick<Caller, 'user' | 'credential'>, onLost: () => void): (() => void) =>
      rights.hold({ credential, role: user.role }, onLost),

    /** Has it on record that somebody has asked for what they may not. */
    async refused({ id }: User, field: string, permissions: readonly Permission[]): Promise<void> {
      await record({
        ...{ action: 'access.refused', actorId: id, connectionId: null, subjectId: null },
        detail: { field, permissions },
      })
    },

    own,
    administration,
    tokens,

    /** Makes the account, or gives an existing one of that address this password. */
    async ensure(account: { email: string; name: string; role: Role; password: string }): Promise<void> {
      const { password, ...rest } = account
      const existing = await users.findByEmail(account.email)
      if (existing) {
        if (await passwords.matches(existing.passwordHash, password)) return
        await users.setPassword(existing.id, await passwords.hash(password))
        return
      }
      await users.add({
        ...rest,
        id: newId(),
        createdAt: now(),
        passwordHash: await passwords.hash(password),
      })
    },

    /**
     * The administrator of the environment, where there is nobody yet. CONFIG_INVALID for a password that is refused to
     * everybody else, too.
     */
    async ensureFirstAdmin({ email, password }: { email: string; password: string }): Promise<void> {
      if ((await users.count()) > 0) return
      const name = 'Administrator'
      await requireStrongPassword(password, [email]).catch((error: unknown) => {
        if (!(error instanceof AppError)) throw error
        throw new AppError('CONFIG_INVALID', 'The configuration has 1 problem(s)', {
          hints: [`ADMIN_PASSWORD: ${error.message.toLowerCase()}`, ...error.hints],
        })
      })
      const passwordHash = await passwords.hash(password)
      // Another process may have made it meanwhile.
      await users.add({ id: newId(), email, name, role: 'ADMIN', createdAt: now(), passwordHash })
    },

    /** To be called every minute. */
    async maintain(): Promise<void> {
      await Promise.all([keeper.removeExpired(), throttle.removeOld(), acts.settle()])
    },

    close: () => rights.close(),
  }

  async function replaceOneTime(
    user: User,
    known: string,
    oneTime: string,
    newPassword: string | null,
  ): Promise<void> {
    const field = 'newPassword'
    if (newPassword === null || newPassword === oneTime) {
      throw new AppError('ACCOUNTS_NEW_PASSWORD_NEEDED', 'Choose a password of your own to go on', {
        hints: ['The one that you were given is good for this once'],
        fields: [{ field, message: 'Choose a password of your own' }],
      })
    }
    const acting = { act: 'account.change-password', user, connectionId: null, subjectId: user.id } as const
    await acts.decide(acting, () => requireStrongPassword(newPassword, [user.email, user.name]))
    await acts.carryOut(acting, { oneTime: true }, async () => {
      const passwordHash = await passwords.hash(newPassword)
      if (!(await users.replacePassword(user.id, known, passwordHash)))
        throw new AppError('ACCOUNTS_WRONG_CREDENTIALS', 'The e-mail address or the password is wrong')
      return [undefined, { sessionsEnded: await sessions.removeOf(user.id) }]
    })
  }
}

function event<A extends 'account.sign-in-failed' | 'account.signed-in' | 'account.signed-out'>(
  action: A,
  actorId: string | null,
  detail: AuditRecord<A>['detail'],
): AuditRecord {
  return { action, actorId, connectionId: null, subjectId: actorId, detail } as AuditRecord
}
