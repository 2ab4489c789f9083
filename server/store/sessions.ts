import { and, desc, eq, gt, inArray, isNull, lt, lte, ne, or, sql } from 'drizzle-orm'
import type { SQLWrapper } from 'drizzle-orm'
import type { Role, User } from '../domain.ts'
import type { Database } from './store-database.ts'
import { sessions, users } from './tables.ts'
import { VISIBLE } from './users.ts'

export interface StoredSession {
  idHash: string
  /** What it is called where sessions are listed; it opens nothing. */
  id: string
  userId: string
  createdAt: Date
  lastSeenAt: Date
  /** Moves on with each use, at most to `endsAt`. */
  expiresAt: Date
  endsAt: Date
  /** Where it was begun. */
  address: string
  userAgent: string
}

export type Sessions = ReturnType<typeof createSessions>

export function createSessions(db: Database) {
  const goodByHash = db
    .select({ session: sessions, user: VISIBLE })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(
      and(
        eq(sessions.idHash, sql.placeholder('idHash')),
        isGood(sql.param(sql.placeholder('now'), sessions.expiresAt)),
      ),
    )
    .prepare('session_by_hash')
  return {
    async add(session: StoredSession): Promise<void> {
      await db.insert(sessions).values(session)
    },
    /** Only one that is good at that time, of somebody who is not disabled. */
    async findWithUser(idHash: string, now: Date): Promise<{ session: StoredSession; user: User } | null> {
      const [found] = await goodByHash.execute({ idHash, now })
      return found ?? null
    },
    /** Those of these sessions that are good at that time, with the roles of their users. */
    async stillGood(idHashes: readonly string[], now: Date): Promise<{ idHash: string; role: Role }[]> {
      return db
        .select({ idHash: sessions.idHash, role: users.role })
        .from(sessions)
        .innerJoin(users, eq(users.id, sessions.userId))
        .where(and(inArray(sessions.idHash, [...idHashes]), isGood(now)))
    },
    /** Newest first. */
    async listOf(userId: string, now: Date): Promise<StoredSession[]> {
      return db
        .select()
        .from(sessions)
        .where(and(eq(sessions.userId, userId), gt(sessions.expiresAt, now)))
        .orderBy(desc(sessions.lastSeenAt))
    },
    /** It was used now: it and its user were seen. */
    async touch({ idHash, userId }: StoredSession, now: Date, expiresAt: Date): Promise<void> {
      await Promise.all([
        db.update(sessions).set({ lastSeenAt: now, expiresAt }).where(eq(sessions.idHash, idHash)),
        db
          .update(users)
          .set({ lastSeenAt: now })
          .where(and(eq(users.id, userId), or(isNull(users.lastSeenAt), lt(users.lastSeenAt, now)))),
      ])
    },
    async remove(idHash: string): Promise<void> {
      await db.delete(sessions).where(eq(sessions.idHash, idHash))
    },
    /** @returns whether there was one of this user */
    async removeById(userId: string, id: string): Promise<boolean> {
      const removed = await db
        .delete(sessions)
        .where(and(eq(sessions.userId, userId), eq(sessions.id, id)))
        .returning({ id: sessions.id })
      return removed.length === 1
    },
    /** @param but by its hash: this one stays. @returns how many there were */
    async removeOf(userId: string, but?: string): Promise<number> {
      const removed = await db
        .delete(sessions)
        .where(and(eq(sessions.userId, userId), but === undefined ? undefined : ne(sessions.idHash, but)))
        .returning({ id: sessions.id })
      return removed.length
    },
    async removeExpired(now: Date): Promise<void> {
      await db.delete(sessions).where(lte(sessions.expiresAt, now))
    },
  }

  function isGood(now: Date | SQLWrapper) {
    return and(gt(sessions.expiresAt, now), isNull(users.disabledAt))
  }
}
