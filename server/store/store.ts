/**
 * Our own data. `openStore` connects, brings the tables up to date (safe when several processes start at once)
 * and returns one repository per noun. Fails with STORE_UNAVAILABLE when PostgreSQL cannot be reached.
 */
import { createAuditCuts } from './audit-cuts.ts'
import { createApiTokens } from './api-tokens.ts'
import { createAuditEvents } from './audit-events.ts'
import { createChangeLogins } from './change-logins.ts'
import { createConnections } from './connections.ts'
import { grantToApp } from './grant-to-app.ts'
import { migrateStore } from './migrate-store.ts'
import { createKeptPrompts } from './kept-prompts.ts'
import { createAskedExamples } from './asked-examples.ts'
import { createModelRequests } from './model-requests.ts'
import { createModelUsages } from './model-usage.ts'
import { createOAuthAttempts } from './oauth-attempts.ts'
import { createOAuthIdentities } from './oauth-identities.ts'
import { createPrompts } from './prompts.ts'
import { createProposals } from './proposals.ts'
import { createKeptEvidence } from './kept-evidence.ts'
import { createRoundtables } from './roundtables.ts'
import { createQueries } from './queries.ts'
import { createResultSets } from './result-sets.ts'
import { joinSealedPasswords } from './sealed-passwords.ts'
import { createSealer } from './sealing.ts'
import type { SealingKey } from './sealing.ts'
import { createSessions } from './sessions.ts'
import { createSignInFailures } from './sign-in-failures.ts'
import { openStoreDatabase } from './store-database.ts'
import { nameStartFailure } from './store-failure.ts'
import { createUsers } from './users.ts'

/** Whoever asks whether we are ready wants to know soon. */
const PING_MS = 3000

export interface StoreOptions {
  /** Of the login that the app works as. */
  url: string
  /** Of the login that owns the tables; null: they are the same. */
  ownerUrl?: string | null
  migrationsFolder: string
  keys: readonly SealingKey[]
}

export type Store = Awaited<ReturnType<typeof openStore>>

export async function openStore({ url, ownerUrl = null, migrationsFolder, keys }: StoreOptions) {
  try {
    await migrateStore(ownerUrl ?? url, migrationsFolder)
    if (ownerUrl !== null) await grantToApp(ownerUrl, url)
  } catch (error) {
    throw nameStartFailure(error, ownerUrl ?? url)
  }
  const { db, ping, end } = openStoreDatabase(url)
  const connections = createConnections(db, createSealer(keys))
  const changeLogins = createChangeLogins(db, createSealer(keys))
  return {
    users: createUsers(db),
    sessions: createSessions(db),
    apiTokens: createApiTokens(db),
    signInFailures: createSignInFailures(db),
    oauthAttempts: createOAuthAttempts(db),
    oauthIdentities: createOAuthIdentities(db),
    connections,
    changeLogins,
    savedPasswords: joinSealedPasswords([connections, changeLogins]),
    proposals: createProposals(db),
    roundtables: createRoundtables(db),
    keptEvidence: createKeptEvidence(db),
    modelUsage: createModelUsages(db),
    modelRequests: createModelRequests(db),
    askedExamples: createAskedExamples(db),
    prompts: createPrompts(db),
    keptPrompts: createKeptPrompts(db),
    queries: createQueries(db),
    resultSets: createResultSets(db),
    auditEvents: createAuditEvents(db),
    auditCuts: createAuditCuts(db),
    /** Rejects when the store does not answer within three seconds. */
    ping: () => ping(PING_MS),
    close: end,
  }
}
