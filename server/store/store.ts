/**
 * Our own data. `openStore` connects, brings the tables up to date (safe when several processes start at once)
 * and returns one repository per noun. Fails with STORE_UNAVAILABLE when PostgreSQL cannot be reached.
 */
import { drizzle } from 'drizzle-orm/postgres-js'
import { migrate } from 'drizzle-orm/postgres-js/migrator'
import postgres from 'postgres'
import { createAuditEvents } from './audit-events.ts'
import { createConnections } from './connections.ts'
import { createPrompts } from './prompts.ts'
import { createQueries } from './queries.ts'
import { createResultSets } from './result-sets.ts'
import { createSealer } from './sealing.ts'
import type { SealingKey } from './sealing.ts'
import { createSessions } from './sessions.ts'
import { createSignInFailures } from './sign-in-failures.ts'
import { storeFailure } from './store-failure.ts'
import { createUsers } from './users.ts'

/** "lovable" as a number: the advisory lock that store migrations are made under. */
const MIGRATION_LOCK = 0x6c6f7661

export interface StoreOptions {
  url: string
  migrationsFolder: string
  keys: readonly SealingKey[]
}

export type Database = ReturnType<typeof drizzle>
export type Store = Awaited<ReturnType<typeof openStore>>

export async function openStore({ url, migrationsFolder, keys }: StoreOptions) {
  try {
    await migrateStore(url, migrationsFolder)
  } catch (error) {
    throw storeFailure(error) ?? error
  }
  const client = postgres(url, { max: 10, connect_timeout: 10, onnotice: () => {} })
  const db = drizzle(client)
  return {
    users: createUsers(db),
    sessions: createSessions(db),
    signInFailures: createSignInFailures(db),
    connections: createConnections(db, createSealer(keys)),
    prompts: createPrompts(db),
    queries: createQueries(db),
    resultSets: createResultSets(db),
    auditEvents: createAuditEvents(db),
    /** Rejects when the store does not answer. */
    async ping(): Promise<void> {
      await client`select 1`
    },
    async close(): Promise<void> {
      await client.end({ timeout: 5 })
    },
  }
}

async function migrateStore(url: string, migrationsFolder: string): Promise<void> {
  const client = postgres(url, { max: 1, connect_timeout: 10, onnotice: () => {} })
  try {
    await client`select pg_advisory_lock(${MIGRATION_LOCK})`
    await migrate(drizzle(client), { migrationsFolder })
  } finally {
    // Ending the session gives the lock back too.
    await client.end({ timeout: 5 })
  }
}
