import { and, eq, gt, lte } from 'drizzle-orm'
import { oauthAttempts } from './oauth-tables.ts'
import type { Database } from './store-database.ts'

export type OAuthAttempt = typeof oauthAttempts.$inferInsert & { userId: string | null }

export type OAuthAttempts = ReturnType<typeof createOAuthAttempts>

export function createOAuthAttempts(db: Database) {
  return {
    async add(attempt: OAuthAttempt): Promise<void> {
      await db.insert(oauthAttempts).values(attempt)
    },
    /** Not finished and not over. */
    async countOf(network: string, now: Date): Promise<number> {
      return db.$count(
        oauthAttempts,
        and(eq(oauthAttempts.network, network), gt(oauthAttempts.expiresAt, now)),
      )
    },
    /** Once: of two that ask at the same time, one gets it. Null where it is over. */
    async take(idHash: string, now: Date): Promise<OAuthAttempt | null> {
      const [taken] = await db.delete(oauthAttempts).where(eq(oauthAttempts.idHash, idHash)).returning()
      return taken && taken.expiresAt > now ? taken : null
    },
    async removeExpired(now: Date): Promise<void> {
      await db.delete(oauthAttempts).where(lte(oauthAttempts.expiresAt, now))
    },
  }
}
