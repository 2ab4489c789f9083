/** Tokens for scripts: made and revoked by a person who has signed in, never more than their owner has. */
import { createHash } from 'node:crypto'
import type { Role, User } from '../domain.ts'
import { AppError } from '../errors.ts'
import { lesserRole } from '../permissions.ts'
import type { ApiTokens, StoredToken } from '../store/api-tokens.ts'
import type { ActRecord } from '../pipeline/act-record.ts'
import { inputInvalid, readName } from './account-input.ts'
import type { Credential } from './live-rights.ts'
import { SEEN_EVERY_MS } from './session-keeper.ts'

/** So that scanners of repositories and logs know one: `lovable_` and 43 characters of base64url. */
export const TOKEN_PREFIX = 'lovable_'
const SECRET_BYTES = 32
/** Of the secret: enough to tell a handful of tokens apart, no help to who guesses 256 bits. */
const SHOWN_CHARACTERS = TOKEN_PREFIX.length + 4

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** A token as its owner sees it. */
export type ApiToken = Omit<StoredToken, 'secretHash' | 'userId'>

export interface TokenInput {
  name: string
  /** At most; null: the owner's. */
  role: Role | null
  readOnly: boolean
  /** Null: all connections. */
  connectionIds: readonly string[] | null
  expiresAt: Date | null
}

export interface TokenCaller {
  user: User
  credential: Credential
}

export interface TokensOptions {
  apiTokens: ApiTokens
  acts: ActRecord
  /** Has a use on record; see `token.used`. */
  recordUse: (token: { id: string; userId: string }, address: string) => Promise<void>
  /** Whether there is such a connection. */
  connectionExists: (id: string) => Promise<boolean>
  now: () => Date
  newId: () => string
  randomBytes: (size: number) => Buffer
  maxPerUser: number
}

export function createTokens(options: TokensOptions) {
  const { apiTokens, acts, connectionExists, now, newId, randomBytes, maxPerUser } = options

  async function validate(user: User, input: TokenInput): Promise<TokenInput> {
    const name = readName(input.name)
    if (input.expiresAt !== null && !(input.expiresAt > now()))
      throw inputInvalid('expiresAt', 'The time it expires at is over already')
    const role = input.role ?? user.role
    if (lesserRole(role, user.role) !== role)
      throw inputInvalid('role', `A token never gives more than your own role, ${user.role}`)
    const connectionIds = input.connectionIds && [...new Set(input.connectionIds)]
    if (connectionIds?.length === 0)
      throw inputInvalid('connectionIds', 'Name at least one connection, or leave it away for all of them')
    for (const id of connectionIds ?? [])
      if (!ID.test(id) || !(await connectionExists(id)))
        throw inputInvalid('connectionIds', 'There is no such connection')
    if ((await apiTokens.countOf(user.id)) >= maxPerUser)
      throw inputInvalid('name', `You have ${maxPerUser} tokens already: revoke one that you do not need`)
    return { ...input, name, role, connectionIds }
  }

  return {
    list: async ({ id }: User): Promise<ApiToken[]> => (await apiTokens.listOf(id)).map(visible),

    /** @returns the token, and its secret for this once */
    async create(user: User, given: TokenInput): Promise<{ token: ApiToken; secret: string }> {
      const id = newId()
      const acting = { act: 'token.create', user, connectionId: null, subjectId: id } as const
      const input = await acts.decide(acting, () => validate(user, given))
      const { name, readOnly, connectionIds, expiresAt } = input
      const role = input.role ?? user.role
      const intent = { name, role, readOnly, connectionIds, expiresAt: expiresAt?.toISOString() ?? null }
      return acts.carryOut(acting, intent, async () => {
        const secret = TOKEN_PREFIX + randomBytes(SECRET_BYTES).toString('base64url')
        const token: StoredToken = {
          ...{ id, userId: user.id, name, role, readOnly, expiresAt },
          secretHash: hashSecret(secret),
          beginning: secret.slice(0, SHOWN_CHARACTERS),
          connectionIds: connectionIds && [...connectionIds],
          createdAt: now(),
          lastUsedAt: null,
        }
        await apiTokens.add(token)
        return [{ token: visible(token), secret }, {}]
      })
    },

    /** At once, in every process within seconds. False where the user has no such token. */
    async revoke(user: User, id: string): Promise<boolean> {
      const token = (await apiTokens.listOf(user.id)).find(each => each.id === id)
      if (!token) return false
      const acting = { act: 'token.revoke', user, connectionId: null, subjectId: id } as const
      return acts.carryOut(acting, { name: token.name }, async () => {
        const revoked = (await apiTokens.remove(user.id, id)) !== null
        return [revoked, { revoked }]
      })
    },

    /**
     * Whose token an Authorization header holds; null where it speaks of something else than a Bearer token.
     * UNAUTHENTICATED for a token that is wrong, revoked, expired or of somebody who is disabled: nothing else of the
     * request counts then.
     */
    async find(authorization: string, address: string): Promise<TokenCaller | null> {
      const [scheme = '', secret = '', ...more] = authorization.trim().split(/\s+/)
      if (scheme.toLowerCase() !== 'bearer') return null
      const found =
        more.length === 0 && secret.startsWith(TOKEN_PREFIX)
          ? await apiTokens.findWithUser(hashSecret(secret), now())
          : null
      if (!found) throw invalidToken()
      const { token, user } = found
      await seen(token, address)
      const { id, role, readOnly, connectionIds } = token
      return {
        user: {
          ...user,
          role: lesserRole(role, user.role),
          through: { tokenId: id, readOnly, connectionIds },
        },
        credential: { kind: 'token', id, role },
      }
    },
  }

  async function seen({ id, userId, lastUsedAt }: StoredToken, address: string): Promise<void> {
    const at = now()
    const before = new Date(at.getTime() - SEEN_EVERY_MS)
    if (lastUsedAt !== null && lastUsedAt > before) return
    if (await apiTokens.touch(id, at, before)) await options.recordUse({ id, userId }, address)
  }
}

function visible({ secretHash: _, userId: __, ...token }: StoredToken): ApiToken {
  return token
}

function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

export function invalidToken(): AppError {
  return new AppError('UNAUTHENTICATED', 'This API token is not good', {
    hints: [
      'It may be revoked or expired, or its owner disabled: look on your profile page',
      `Send it as "Authorization: Bearer ${TOKEN_PREFIX}…"`,
    ],
  })
}
