/**
 * Signing in with an account elsewhere: GitHub and Google, by the authorization code flow with PKCE. Who comes is known by
 * the provider and their number there, never by an e-mail address: one that equals an account's opens nothing. An account
 * gets linked by its owner, signed in, with its password. Failures are AppErrors with codes of oauth-problems.ts.
 */
import type { AuditRecord, User } from '../../domain.ts'
import { AppError } from '../../errors.ts'
import type { ActRecord } from '../../pipeline/act-record.ts'
import type { OAuthAttempts } from '../../store/oauth-attempts.ts'
import type { OAuthIdentities, OAuthIdentity } from '../../store/oauth-identities.ts'
import type { Users } from '../../store/users.ts'
import type { Begun, SignedIn } from '../accounts.ts'
import { networkOf } from '../network-of.ts'
import { attemptSecrets, hashAttempt, isSame } from './attempt-secrets.ts'
import { createGithub } from './github.ts'
import { createGoogle } from './google.ts'
import { newUserOf } from './new-user.ts'
import { isOAuthProblem, oauthProblem } from './oauth-problems.ts'
import { CodeRefused } from './provider.ts'
import type { AttemptSecrets, OAuthClient, OAuthProvider, Profile } from './provider.ts'
import { returnPath } from './return-path.ts'

export interface OAuthOptions {
  github: Omit<OAuthClient, 'timeoutMs'> | null
  google: Omit<OAuthClient, 'timeoutMs'> | null
  timeoutMs: number
  /** What somebody becomes who comes for the first time; null: nothing. */
  newUsers: 'READ_ONLY' | null
  /** In lower case; empty: any. */
  emailDomains: readonly string[]
  users: Pick<Users, 'findWithSecret'>
  attempts: OAuthAttempts
  identities: OAuthIdentities
  /** A session for somebody who has proved who they are. */
  beginSession: (user: User, begun: Begun, way: string) => Promise<SignedIn>
  /** Throws ACCOUNTS_WRONG_CREDENTIALS or ACCOUNTS_THROTTLED. */
  confirmPassword: (user: User, password: string, address: string) => Promise<void>
  record: (event: AuditRecord) => Promise<void>
  acts: ActRecord
  now: () => Date
  newId: () => string
  randomBytes: (size: number) => Buffer
}

export interface BegunAttempt {
  /** At the provider. */
  url: string
  /** For a cookie of this browser, as long as the attempt is good. */
  secret: string
}

export interface Return {
  /** What the cookie held; null: nothing. */
  secret: string | null
  state: string | null
  code: string | null
  /** What the provider says in place of a code. */
  error: string | null
  iss: string | null
}

export interface Finished {
  /** Of this site. */
  path: string
  /** A Set-Cookie value of the session; null where an account was linked. */
  cookie: string | null
}

export interface LinkedAccount {
  provider: string
  name: string
  /** As the provider knew it then; null: it had verified none. */
  email: string | null
  linkedAt: Date
}

export const ATTEMPT_MS = 10 * 60_000
/** Begun and not finished, from one network, within that time. */
const ATTEMPTS_PER_NETWORK = 30

export type OAuth = ReturnType<typeof createOAuth>

export function createOAuth(options: OAuthOptions) {
  const { attempts, identities, users, acts, record, now, timeoutMs } = options
  const providers: readonly OAuthProvider[] = [
    ...(options.github ? [createGithub({ ...options.github, timeoutMs })] : []),
    ...(options.google ? [createGoogle({ ...options.google, timeoutMs, now })] : []),
  ]

  function find(id: string): OAuthProvider {
    const provider = providers.find(known => known.id === id)
    if (provider) return provider
    throw new AppError('NOT_FOUND', 'Nobody signs in here with that provider')
  }

  async function begin(provider: OAuthProvider, asked: Asked): Promise<BegunAttempt> {
    const network = networkOf(asked.address)
    const at = now()
    if ((await attempts.countOf(network, at)) >= ATTEMPTS_PER_NETWORK)
      throw oauthProblem('ACCOUNTS_THROTTLED')
    const secret = options.randomBytes(32).toString('base64url')
    const { redirectUri, userId } = asked
    await attempts.add({
      ...{ idHash: hashAttempt(secret), provider: provider.id, redirectUri, userId, network },
      returnTo: returnPath(asked.returnTo),
      expiresAt: new Date(at.getTime() + ATTEMPT_MS),
    })
    return { url: provider.authorizationUrl(attemptSecrets(secret), redirectUri).href, secret }
  }

  /** The one place that says which answer belongs to which question: each is good once, here, and in this browser. */
  async function take(provider: OAuthProvider, { secret, state, iss }: Return) {
    const attempt = secret === null ? null : await attempts.take(hashAttempt(secret), now())
    const secrets = attemptSecrets(secret ?? '')
    const belongs =
      attempt?.provider === provider.id &&
      state !== null &&
      isSame(state, secrets.state) &&
      (iss === null || provider.namesItself === null || iss === provider.namesItself)
    if (!belongs) throw oauthProblem('OAUTH_ATTEMPT_INVALID')
    return { attempt, secrets }
  }

  async function whoIs(
    provider: OAuthProvider,
    { code, error }: Return,
    secrets: AttemptSecrets,
    redirectUri: string,
  ): Promise<Profile> {
    if (error === 'access_denied') throw oauthProblem('OAUTH_DENIED')
    if (error !== null) throw oauthProblem('OAUTH_PROVIDER_FAILED')
    if (code === null) throw oauthProblem('OAUTH_ATTEMPT_INVALID')
    try {
      return await provider.whoIs(code, secrets, redirectUri)
    } catch (cause) {
      throw cause instanceof CodeRefused
        ? oauthProblem('OAUTH_ATTEMPT_INVALID')
        : oauthProblem('OAUTH_PROVIDER_FAILED', { cause })
    }
  }

  async function userOf(provider: OAuthProvider, profile: Profile): Promise<User> {
    const userId = await identities.findUser(provider.issuer, profile.subject)
    if (userId === null) return addUser(provider, profile)
    const known = await users.findWithSecret(userId)
    if (!known || known.disabledAt) throw oauthProblem('ACCOUNTS_DISABLED')
    const { passwordHash: _, oneTimeUntil: __, disabledAt: ___, ...user } = known
    return user
  }

  async function addUser(provider: OAuthProvider, profile: Profile): Promise<User> {
    const user = newUserOf(profile, { ...options, id: options.newId(), createdAt: now() })
    const { email, name, role } = user
    if (await identities.isEmailTaken(email)) throw oauthProblem('OAUTH_EMAIL_TAKEN')
    if (options.newUsers === null) throw oauthProblem('OAUTH_NOT_ADMITTED')
    const act = { act: 'account.create-by-provider', user, connectionId: null, subjectId: user.id } as const
    return acts.carryOut(act, { email, name, role, provider: provider.id }, async () => {
      // Somebody may have taken the address meanwhile, perhaps by this very account in another tab.
      if (!(await identities.addWithUser(user, identityOf(provider, profile, user))))
        throw oauthProblem('OAUTH_EMAIL_TAKEN')
      return [user, {}]
    })
  }

  function identityOf(provider: OAuthProvider, profile: Profile, { id }: Pick<User, 'id'>): OAuthIdentity {
    const { subject, verifiedEmail } = profile
    return {
      ...{ issuer: provider.issuer, subject, provider: provider.id, userId: id },
      ...{ email: verifiedEmail, linkedAt: now() },
    }
  }

  async function link(provider: OAuthProvider, profile: Profile, user: User, address: string): Promise<void> {
    const act = { act: 'account.link', user, connectionId: null, subjectId: user.id } as const
    await acts.carryOut(act, { provider: provider.id, address }, async () => {
      if (!(await identities.add(identityOf(provider, profile, user))))
        throw oauthProblem('OAUTH_ALREADY_LINKED')
      return [undefined, {}]
    })
  }

  return {
    /** Empty where none is configured. */
    providers: providers.map(({ id, name }) => ({ id, name })),

    /** Sends somebody who is not signed in to the provider. */
    begin: (providerId: string, asked: Omit<Asked, 'userId'>): Promise<BegunAttempt> =>
      begin(find(providerId), { ...asked, userId: null }),

    /**
     * Sends the owner of an account to the provider, to link the account that they have there. It takes the password:
     * a session that somebody left open is not enough to leave a way in behind.
     */
    async beginLinking(
      user: User,
      providerId: string,
      password: string,
      asked: Omit<Asked, 'userId'>,
    ): Promise<BegunAttempt> {
      const provider = find(providerId)
      const act = { act: 'account.link', user, connectionId: null, subjectId: user.id } as const
      await acts.decide(act, () => options.confirmPassword(user, password, asked.address))
      return begin(provider, { ...asked, userId: user.id })
    },

    /**
     * The browser comes back. An attempt to link counts only for whom it was begun, still signed in.
     * @param current who is signed in
     */
    async finish(
      providerId: string,
      answer: Return,
      { current, ...begun }: Begun & { current: User | null },
    ): Promise<Finished> {
      const provider = find(providerId)
      try {
        const { attempt, secrets } = await take(provider, answer)
        if (attempt.userId !== (attempt.userId && current?.id)) throw oauthProblem('OAUTH_ATTEMPT_INVALID')
        const profile = await whoIs(provider, answer, secrets, attempt.redirectUri)
        const path = attempt.returnTo
        if (attempt.userId !== null && current !== null) {
          await link(provider, profile, current, begun.address)
          return { path, cookie: null }
        }
        const { cookie } = await options.beginSession(await userOf(provider, profile), begun, provider.id)
        return { path, cookie }
      } catch (error) {
        const code = error instanceof AppError ? error.code : 'INTERNAL'
        await record({
          action: 'account.provider-failed',
          ...{ actorId: current?.id ?? null, connectionId: null, subjectId: current?.id ?? null },
          detail: { provider: provider.id, code, address: begun.address },
        })
        throw error
      }
    },

    /** A code that came back in an address, as a problem in words; null where it is none of ours. */
    problem: (code: string): AppError | null => (isOAuthProblem(code) ? oauthProblem(code) : null),

    async linked(user: User): Promise<LinkedAccount[]> {
      const found = await identities.listOf(user.id)
      return found.map(({ provider, email, linkedAt }) => ({
        ...{ provider, email, linkedAt },
        name: providers.find(({ id }) => id === provider)?.name ?? provider,
      }))
    },

    /** False where there is nothing to unlink. INPUT_INVALID for the last way in. */
    async unlink(user: User, providerId: string): Promise<boolean> {
      const act = { act: 'account.unlink', user, connectionId: null, subjectId: user.id } as const
      await acts.decide(act, async () => {
        const known = await users.findWithSecret(user.id)
        const ways = await identities.listOf(user.id)
        if (known?.passwordHash || ways.some(({ provider }) => provider !== providerId)) return
        throw new AppError('INPUT_INVALID', 'That is the only way in that you have', {
          hints: ['An administrator can set a password for you'],
        })
      })
      return acts.carryOut(act, { provider: providerId }, async () => {
        const removed = await identities.remove(user.id, providerId)
        return [removed, { removed }]
      })
    },

    removeExpired: () => attempts.removeExpired(now()),
  }
}

interface Asked {
  returnTo: string | null
  /** Where the provider sends the browser back to; registered there. */
  redirectUri: string
  address: string
  /** Who links an account; null: somebody signs in. */
  userId: string | null
}
