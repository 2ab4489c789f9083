/** Where old events were cut off the chain. The last cut says what the first event that is left has to follow. */
import { desc, sql } from 'drizzle-orm'
import type { AuditCut } from '../domain.ts'
import { auditCuts } from './audit-tables.ts'
import type { Database } from './store-database.ts'

export type AuditCuts = ReturnType<typeof createAuditCuts>

export function createAuditCuts(db: Database) {
  return {
    /** Null: nothing was ever removed. */
    async findLast(): Promise<AuditCut | null> {
      const [last] = await db.select().from(auditCuts).orderBy(desc(auditCuts.sequence)).limit(1)
      return last ?? null
    },

    /**
     * Removes the events up to this one and keeps the cut, both or nothing. The store itself refuses a cut whose event is
     * not there with that hash, that would take the head, or that is not on record.
     */
    async cut({ sequence, hash, at, keyId, signature }: AuditCut): Promise<void> {
      await db.execute(
        sql`select cut_audit_events(${sequence}::bigint, ${hash}::text, ${at.toISOString()}::timestamptz, ${keyId}::text, ${signature}::text)`,
      )
    },
  }
}
