import { drizzle } from 'drizzle-orm/pg-proxy'
import { migrate } from 'drizzle-orm/pg-proxy/migrator'
import { openStoreSession } from './store-session.ts'

/** "lovable" as a number: the advisory lock that store migrations are made under. */
const MIGRATION_LOCK = 0x6c6f7661

/** Brings the tables up to date, all or nothing; of several processes one does it, the others wait. */
export async function migrateStore(url: string, migrationsFolder: string): Promise<void> {
  const session = await openStoreSession(url)
  try {
    await session.run('select pg_advisory_lock($1)', [MIGRATION_LOCK], 'arrays')
    const db = drizzle(async (text, parameters, method) => ({
      rows: await session.run(text, parameters, method === 'all' ? 'arrays' : 'objects'),
    }))
    const runAll = async (statements: readonly string[]) => {
      if (statements.length > 0) await session.script(statements.join(';\n'))
    }
    await migrate(db, runAll, { migrationsFolder })
  } finally {
    // Ending the session gives the lock back too.
    await session.end(5000)
  }
}
