/** What administrators do with users. Each act is decided, its intent recorded, then done, then its outcome recorded. */
import type { Role, User } from '../domain.ts'
import { AppError } from '../errors.ts'
import type { ActRecord } from '../pipeline/act-record.ts'
import type { ApiTokens } from '../store/api-tokens.ts'
import type { Sessions } from '../store/sessions.ts'
import type { Account, AdminChange, Users } from '../store/users.ts'
import { inputInvalid, readEmail, readName } from './account-input.ts'
import { requireStrongPassword } from './password-strength.ts'
import type { Passwords } from './passwords.ts'

export interface NewUser {
  email: string
  name: string
  password: string
  role: Role
  /** The user chooses another one at the first sign-in. */
  oneTime: boolean
}

export interface AdministrationOptions {
  users: Users
  sessions: Pick<Sessions, 'removeOf'>
  apiTokens: Pick<ApiTokens, 'removeOf'>
  passwords: Passwords
  acts: ActRecord
  /** Takes rights away from what is open now. */
  rightsChanged: () => Promise<void>
  now: () => Date
  newId: () => string
  randomBytes: (size: number) => Buffer
  oneTimePasswordMs: number
}

const GENERATED_BYTES = 15
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

export function createAdministration(options: AdministrationOptions) {
  const { users, sessions, apiTokens, passwords, acts, rightsChanged, now, newId } = options
  const oneTimeUntil = () => new Date(now().getTime() + options.oneTimePasswordMs)

  async function find(id: string): Promise<User> {
    const found = ID.test(id) ? await users.find(id) : null
    if (found) return found
    throw new AppError('NOT_FOUND', 'There is no such user')
  }

  /** To somebody else: what is one's own goes the way of one's own. */
  async function findOther(actor: User, id: string): Promise<User> {
    const found = await find(id)
    if (found.id !== actor.id) return found
    throw new AppError('FORBIDDEN', 'That is for other people’s accounts', {
      hints: ['Your own password and sessions are on your profile page'],
    })
  }

  return {
    list: (): Promise<Account[]> => users.listAccounts(now()),

    async create(actor: User, given: NewUser): Promise<User> {
      const id = newId()
      const acting = { act: 'account.create', user: actor, connectionId: null, subjectId: id } as const
      const user = await acts.decide(acting, async () => {
        const [email, name] = [readEmail(given.email), readName(given.name)]
        await requireStrongPassword(given.password, [email, name])
        return { id, email, name, role: given.role, createdAt: now() }
      })
      const { email, name, role } = user
      return acts.carryOut(acting, { email, name, role, oneTime: given.oneTime }, async () => {
        const passwordHash = await passwords.hash(given.password)
        const added = await users.add({
          ...user,
          passwordHash,
          oneTimeUntil: given.oneTime ? oneTimeUntil() : null,
        })
        if (!added) throw inputInvalid('email', 'Somebody has an account with this e-mail address already')
        return [user, {}]
      })
    },

    /** All their sessions end. One administrator is always left: ACCOUNTS_LAST_ADMIN. */
    async setRole(actor: User, userId: string, role: Role): Promise<User> {
      const user = await find(userId)
      if (user.role === role) return user
      const acting = { act: 'account.set-role', user: actor, connectionId: null, subjectId: user.id } as const
      return acts.carryOut(acting, { email: user.email, before: user.role, role }, async () => {
        requireDone(await users.setRole(actor.id, user.id, role))
        await rightsChanged()
        return [{ ...user, role }, {}]
      })
    },

    /** A disabled user cannot sign in, their sessions have ended, and their tokens are good for nothing. */
    async setDisabled(actor: User, userId: string, disabled: boolean): Promise<User> {
      const user = await find(userId)
      const act = disabled ? 'account.disable' : 'account.enable'
      const acting = { act, user: actor, connectionId: null, subjectId: user.id } as const
      return acts.carryOut(acting, { email: user.email }, async () => {
        requireDone(await users.setDisabled(actor.id, user.id, disabled ? now() : null))
        await rightsChanged()
        return [user, {}]
      })
    },

    /** @returns a password that is good for choosing another one, and how long; it is told this once. Their sessions end. */
    async resetPassword(actor: User, userId: string): Promise<{ user: User; password: string; until: Date }> {
      const user = await findOther(actor, userId)
      const acting = {
        act: 'account.reset-password',
        user: actor,
        connectionId: null,
        subjectId: user.id,
      } as const
      return acts.carryOut(acting, { email: user.email }, async () => {
        const password = options.randomBytes(GENERATED_BYTES).toString('base64url')
        const until = oneTimeUntil()
        await users.setPassword(user.id, await passwords.hash(password), until)
        const sessionsEnded = await sessions.removeOf(user.id)
        await rightsChanged()
        return [{ user, password, until }, { sessionsEnded }]
      })
    },

    /** Ends all their sessions, and takes their tokens away as well if that is wanted. */
    async signOut(actor: User, userId: string, revokeTokens: boolean): Promise<User> {
      const user = await findOther(actor, userId)
      const acting = { act: 'account.sign-out', user: actor, connectionId: null, subjectId: user.id } as const
      return acts.carryOut(acting, { email: user.email, revokeTokens }, async () => {
        const sessionsEnded = await sessions.removeOf(user.id)
        const tokensRevoked = revokeTokens ? await apiTokens.removeOf(user.id) : 0
        await rightsChanged()
        return [user, { sessionsEnded, tokensRevoked }]
      })
    },
  }
}

function requireDone(change: AdminChange): void {
  switch (change) {
    case 'done':
      return
    case 'not-found':
      throw new AppError('NOT_FOUND', 'There is no such user')
    case 'not-admin':
      throw new AppError('FORBIDDEN', 'You are no administrator any more', {
        hints: ['Somebody has changed your role just now; ask an administrator'],
      })
    case 'last-admin':
      throw new AppError('ACCOUNTS_LAST_ADMIN', 'This is the last administrator, and one must be left', {
        hints: ['Make somebody else an administrator first'],
      })
  }
}
