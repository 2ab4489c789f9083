import { and, count, eq, gte, lt, min } from 'drizzle-orm'
import type { Database } from './store-database.ts'
import { signInFailures } from './tables.ts'

export interface FailureCount {
  failures: number
  /** When the oldest of them was; null when there are none. */
  oldest: Date | null
}

export type SignInFailures = ReturnType<typeof createSignInFailures>

export function createSignInFailures(db: Database) {
  const tally = { failures: count(), oldest: min(signInFailures.at) }
  return {
    async add(failure: { id: string; email: string; address: string; at: Date }): Promise<void> {
      await db.insert(signInFailures).values({ ...failure, email: failure.email.toLowerCase() })
    },
    async countForAddress(address: string, since: Date): Promise<FailureCount> {
      const [row] = await db
        .select(tally)
        .from(signInFailures)
        .where(and(eq(signInFailures.address, address), gte(signInFailures.at, since)))
      return row ?? { failures: 0, oldest: null }
    },
    async countForAccount(email: string, address: string, since: Date): Promise<FailureCount> {
      const [row] = await db
        .select(tally)
        .from(signInFailures)
        .where(
          and(
            eq(signInFailures.email, email.toLowerCase()),
            eq(signInFailures.address, address),
            gte(signInFailures.at, since),
          ),
        )
      return row ?? { failures: 0, oldest: null }
    },
    async remove(id: string): Promise<void> {
      await db.delete(signInFailures).where(eq(signInFailures.id, id))
    },
    async forget(email: string, address: string): Promise<void> {
      await db
        .delete(signInFailures)
        .where(and(eq(signInFailures.email, email.toLowerCase()), eq(signInFailures.address, address)))
    },
    async removeBefore(at: Date): Promise<void> {
      await db.delete(signInFailures).where(lt(signInFailures.at, at))
    },
  }
}
