import { eq, lt } from 'drizzle-orm'
import type { User } from '../domain.ts'
import type { Database } from './store-database.ts'
import { sessions, users } from './tables.ts'

export interface StoredSession {
  idHash: string
  userId: string
  expiresAt: Date
}

export type Sessions = ReturnType<typeof createSessions>

export function createSessions(db: Database) {
  return {
    async add(session: StoredSession): Promise<void> {
      await db.insert(sessions).values(session)
    },
    async findWithUser(idHash: string): Promise<{ session: StoredSession; user: User } | null> {
      const [found] = await db
        .select({
          session: sessions,
          user: {
            id: users.id,
            email: users.email,
            name: users.name,
            role: users.role,
            createdAt: users.createdAt,
          },
        })
        .from(sessions)
        .innerJoin(users, eq(users.id, sessions.userId))
        .where(eq(sessions.idHash, idHash))
      return found ?? null
    },
    async listOf(userId: string): Promise<StoredSession[]> {
      return db.select().from(sessions).where(eq(sessions.userId, userId))
    },
    async extend(idHash: string, expiresAt: Date): Promise<void> {
      await db.update(sessions).set({ expiresAt }).where(eq(sessions.idHash, idHash))
    },
    async remove(idHash: string): Promise<void> {
      await db.delete(sessions).where(eq(sessions.idHash, idHash))
    },
    async removeOf(userId: string): Promise<void> {
      await db.delete(sessions).where(eq(sessions.userId, userId))
    },
    async removeExpired(now: Date): Promise<void> {
      await db.delete(sessions).where(lt(sessions.expiresAt, now))
    },
  }
}
