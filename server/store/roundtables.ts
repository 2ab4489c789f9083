import { desc, eq } from 'drizzle-orm'
import type { Roundtable } from '../domain.ts'
import { roundtables } from './proposal-tables.ts'
import type { Database } from './store-database.ts'

export type Roundtables = ReturnType<typeof createRoundtables>

export function createRoundtables(db: Database) {
  return {
    async add({ createdAt, ...record }: Roundtable): Promise<void> {
      const { id, proposalId, revision, heldById } = record
      await db.insert(roundtables).values({ id, proposalId, revision, heldById, record, createdAt })
    },
    async findNewest(proposalId: string): Promise<Roundtable | null> {
      const [found] = await db
        .select({ record: roundtables.record, createdAt: roundtables.createdAt })
        .from(roundtables)
        .where(eq(roundtables.proposalId, proposalId))
        .orderBy(desc(roundtables.createdAt), desc(roundtables.id))
        .limit(1)
      return found === undefined ? null : { ...found.record, createdAt: found.createdAt }
    },
  }
}
