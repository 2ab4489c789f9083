import { and, asc, count, eq, gt, inArray, isNull, lt, or } from 'drizzle-orm'
import type { Role, User } from '../domain.ts'
import type { Database } from './store-database.ts'
import { apiTokens, users } from './tables.ts'
import { VISIBLE } from './users.ts'

export interface StoredToken {
  id: string
  userId: string
  name: string
  /** SHA-256 of the secret, lower-case hex. */
  secretHash: string
  /** The first characters of the secret, by which its owner knows it again. */
  beginning: string
  role: Role
  readOnly: boolean
  /** Null: all. */
  connectionIds: string[] | null
  createdAt: Date
  expiresAt: Date | null
  lastUsedAt: Date | null
}

export type ApiTokens = ReturnType<typeof createApiTokens>

export function createApiTokens(db: Database) {
  const isGood = (now: Date) =>
    and(or(isNull(apiTokens.expiresAt), gt(apiTokens.expiresAt, now)), isNull(users.disabledAt))
  return {
    async add(token: StoredToken): Promise<void> {
      await db.insert(apiTokens).values(token)
    },
    async countOf(userId: string): Promise<number> {
      const [row] = await db.select({ tokens: count() }).from(apiTokens).where(eq(apiTokens.userId, userId))
      return row?.tokens ?? 0
    },
    /** Only one that is good at that time, of somebody who is not disabled. */
    async findWithUser(secretHash: string, now: Date): Promise<{ token: StoredToken; user: User } | null> {
      const [found] = await db
        .select({ token: apiTokens, user: VISIBLE })
        .from(apiTokens)
        .innerJoin(users, eq(users.id, apiTokens.userId))
        .where(and(eq(apiTokens.secretHash, secretHash), isGood(now)))
      return found ?? null
    },
    /** Those of these tokens that are good at that time, with the roles of their owners. */
    async stillGood(ids: readonly string[], now: Date): Promise<{ id: string; role: Role }[]> {
      return db
        .select({ id: apiTokens.id, role: users.role })
        .from(apiTokens)
        .innerJoin(users, eq(users.id, apiTokens.userId))
        .where(and(inArray(apiTokens.id, [...ids]), isGood(now)))
    },
    /** Expired ones too, oldest first. */
    async listOf(userId: string): Promise<StoredToken[]> {
      return db
        .select()
        .from(apiTokens)
        .where(eq(apiTokens.userId, userId))
        .orderBy(asc(apiTokens.createdAt), asc(apiTokens.id))
    },
    /** @returns false where another process has just written it: one use is on record once */
    async touch(id: string, now: Date, unlessSince: Date): Promise<boolean> {
      const touched = await db
        .update(apiTokens)
        .set({ lastUsedAt: now })
        .where(
          and(eq(apiTokens.id, id), or(isNull(apiTokens.lastUsedAt), lt(apiTokens.lastUsedAt, unlessSince))),
        )
        .returning({ id: apiTokens.id })
      return touched.length === 1
    },
    /** @returns it, where this user had one by that id */
    async remove(userId: string, id: string): Promise<StoredToken | null> {
      const [removed] = await db
        .delete(apiTokens)
        .where(and(eq(apiTokens.userId, userId), eq(apiTokens.id, id)))
        .returning()
      return removed ?? null
    },
    /** @returns how many there were */
    async removeOf(userId: string): Promise<number> {
      const removed = await db
        .delete(apiTokens)
        .where(eq(apiTokens.userId, userId))
        .returning({ id: apiTokens.id })
      return removed.length
    },
  }
}
