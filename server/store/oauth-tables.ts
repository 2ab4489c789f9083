/** Tables of signing in elsewhere; see server/accounts/oauth. */
import { index, pgTable, primaryKey, text, timestamp, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { users } from './tables.ts'

const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: 'date' })

/** Who somebody is at a provider. The number there counts together with who gave it. */
export const oauthIdentities = pgTable(
  'oauth_identities',
  {
    issuer: text().notNull(),
    subject: text().notNull(),
    provider: text().notNull(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** As it was when it was linked: for its owner to know it again. Nobody is found by it. */
    email: text(),
    linkedAt: instant('linked_at').notNull(),
  },
  table => [
    primaryKey({ columns: [table.issuer, table.subject] }),
    uniqueIndex('oauth_identities_user').on(table.userId, table.provider),
  ],
)

/** Sign-ins that were begun. What they have to keep to themselves is in the browser; here is the hash of it. */
export const oauthAttempts = pgTable(
  'oauth_attempts',
  {
    idHash: text('id_hash').primaryKey(),
    provider: text().notNull(),
    redirectUri: text('redirect_uri').notNull(),
    returnTo: text('return_to').notNull(),
    /** Who links an account; null: somebody signs in. */
    userId: uuid('user_id').references(() => users.id, { onDelete: 'cascade' }),
    network: text().notNull(),
    expiresAt: instant('expires_at').notNull(),
  },
  table => [index('oauth_attempts_network').on(table.network, table.expiresAt)],
)
