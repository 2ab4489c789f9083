import { and, asc, eq, sql } from 'drizzle-orm'
import type { User } from '../domain.ts'
import { oauthIdentities } from './oauth-tables.ts'
import type { Database } from './store-database.ts'
import { users } from './tables.ts'

export interface OAuthIdentity {
  issuer: string
  subject: string
  provider: string
  userId: string
  email: string | null
  linkedAt: Date
}

export type OAuthIdentities = ReturnType<typeof createOAuthIdentities>

export function createOAuthIdentities(db: Database) {
  return {
    async findUser(issuer: string, subject: string): Promise<string | null> {
      const [found] = await db
        .select({ userId: oauthIdentities.userId })
        .from(oauthIdentities)
        .where(and(eq(oauthIdentities.issuer, issuer), eq(oauthIdentities.subject, subject)))
      return found?.userId ?? null
    },
    async isEmailTaken(email: string): Promise<boolean> {
      return (await db.$count(users, eq(sql`lower(${users.email})`, email.toLowerCase()))) > 0
    },
    /** False where it is linked already, or the user has another one of that provider. */
    async add(identity: OAuthIdentity): Promise<boolean> {
      const added = await db
        .insert(oauthIdentities)
        .values(identity)
        .onConflictDoNothing()
        .returning({ subject: oauthIdentities.subject })
      return added.length === 1
    },
    /** Both or neither; the user has no password. False where the e-mail address or the identity is taken. */
    async addWithUser(user: User, identity: OAuthIdentity): Promise<boolean> {
      const { id, email, name, role, createdAt } = user
      const { issuer, subject, provider, linkedAt } = identity
      const added = await db.execute(sql`
        with added as (
          insert into users (id, email, name, role, created_at)
          select ${id}, ${email}, ${name}, ${role}, ${createdAt.toISOString()}::timestamptz
          where not exists (select from oauth_identities where issuer = ${issuer} and subject = ${subject})
          on conflict do nothing returning id
        )
        insert into oauth_identities (issuer, subject, provider, user_id, email, linked_at)
        select ${issuer}, ${subject}, ${provider}, id, ${identity.email}, ${linkedAt.toISOString()}::timestamptz
        from added returning user_id`)
      return (added as unknown as readonly unknown[]).length === 1
    },
    async listOf(userId: string): Promise<OAuthIdentity[]> {
      return db
        .select()
        .from(oauthIdentities)
        .where(eq(oauthIdentities.userId, userId))
        .orderBy(asc(oauthIdentities.provider))
    },
    async remove(userId: string, provider: string): Promise<boolean> {
      const removed = await db
        .delete(oauthIdentities)
        .where(and(eq(oauthIdentities.userId, userId), eq(oauthIdentities.provider, provider)))
        .returning({ subject: oauthIdentities.subject })
      return removed.length === 1
    },
  }
}
