/** What everybody does with their own account: the password, and the places where they have signed in. */
import type { User } from '../domain.ts'
import { AppError } from '../errors.ts'
import type { ActRecord } from '../pipeline/act-record.ts'
import type { Sessions, StoredSession } from '../store/sessions.ts'
import type { Users } from '../store/users.ts'
import type { Credential } from './live-rights.ts'
import { requireStrongPassword } from './password-strength.ts'
import type { Passwords } from './passwords.ts'
import type { Begun, SessionKeeper } from './session-keeper.ts'
import type { Throttle } from './sign-in-throttle.ts'

/** A place where somebody has signed in. */
export type OwnSession = Omit<StoredSession, 'idHash' | 'userId'> & {
  /** The one that asks. */
  current: boolean
}

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

export interface OwnAccountOptions {
  users: Users
  sessions: Sessions
  keeper: SessionKeeper
  passwords: Passwords
  throttle: Throttle
  acts: ActRecord
  rightsChanged: () => Promise<void>
  now: () => Date
}

export function createOwnAccount(options: OwnAccountOptions) {
  const { users, sessions, keeper, passwords, throttle, acts, rightsChanged, now } = options
  const actOf = <A extends 'account.change-password' | 'account.end-session'>(act: A, user: User) => ({
    ...{ act, user },
    ...{ connectionId: null, subjectId: user.id },
  })

  return {
    /**
     * ACCOUNTS_WRONG_CREDENTIALS for another password than the old one, throttled as sign-in is; the new one may be
     * refused with ACCOUNTS_PASSWORD_REFUSED. All sessions end.
     * @returns a Set-Cookie value of a new session for whoever has changed it
     */
    async changePassword(user: User, before: string, after: string, begun: Begun): Promise<string> {
      const acting = actOf('account.change-password', user)
      const known = await acts.decide(acting, async () => {
        const attempt = await throttle.begin(user.email, begun.address)
        const found = await users.findWithSecret(user.id)
        const passwordHash = found?.passwordHash ?? null
        if (!(await passwords.matches(passwordHash, before)) || passwordHash === null) throw wrongPassword()
        await attempt.succeeded()
        if (before === after) throw unchanged()
        await requireStrongPassword(after, [user.email, user.name])
        return passwordHash
      })
      return acts.carryOut(acting, { address: begun.address }, async () => {
        if (!(await users.replacePassword(user.id, known, await passwords.hash(after)))) throw wrongPassword()
        const sessionsEnded = await sessions.removeOf(user.id)
        await rightsChanged()
        return [await keeper.begin(user.id, begun), { sessionsEnded }]
      })
    },

    /** Last used first. */
    async sessions({ id }: User, credential: Credential): Promise<OwnSession[]> {
      const found = await sessions.listOf(id, now())
      return found.map(({ idHash, userId: _, ...session }) => ({
        ...session,
        current: credential.kind === 'session' && credential.idHash === idHash,
      }))
    },

    /** False where the user has no such session. */
    async endSession(user: User, sessionId: string): Promise<boolean> {
      return acts.carryOut(actOf('account.end-session', user), { which: 'ONE' }, async () => {
        const ended = ID.test(sessionId) && (await sessions.removeById(user.id, sessionId))
        await rightsChanged()
        return [ended, { sessionsEnded: ended ? 1 : 0 }]
      })
    },

    /** @returns how many there were beside the one that asks */
    async endOtherSessions(user: User, credential: Credential): Promise<number> {
      return acts.carryOut(actOf('account.end-session', user), { which: 'OTHERS' }, async () => {
        const but = credential.kind === 'session' ? credential.idHash : undefined
        const sessionsEnded = await sessions.removeOf(user.id, but)
        await rightsChanged()
        return [sessionsEnded, { sessionsEnded }]
      })
    },
  }
}

function wrongPassword(): AppError {
  return new AppError('ACCOUNTS_WRONG_CREDENTIALS', 'Your old password is another one', {
    hints: ['It is case-sensitive', 'An administrator can set a new one'],
    fields: [{ field: 'current', message: 'Your old password is another one' }],
  })
}

function unchanged(): AppError {
  const message = 'This is your old password'
  return new AppError('ACCOUNTS_PASSWORD_REFUSED', message, { fields: [{ field: 'password', message }] })
}
