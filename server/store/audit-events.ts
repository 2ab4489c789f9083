/** Appends to the chain of audit events, one at a time across all processes, and reads it in order. */
import { asc, desc, gt, sql } from 'drizzle-orm'
import type { AuditEvent } from '../domain.ts'
import type { Database } from './store.ts'
import { auditEvents } from './tables.ts'

/** "audit" as a number: whoever appends holds this lock until its transaction ends. */
const AUDIT_LOCK = 0x61756469

/** The event as stored: `detail` is the very text that was hashed. */
export type StoredAuditEvent = Omit<AuditEvent, 'detail'> & { detail: string }

export interface ChainHead {
  sequence: number
  hash: string
}

export type AuditEvents = ReturnType<typeof createAuditEvents>

export function createAuditEvents(db: Database) {
  return {
    /** @param make builds the next event from the head of the chain; null at its beginning */
    async append(make: (head: ChainHead | null) => StoredAuditEvent): Promise<StoredAuditEvent> {
      return db.transaction(async tx => {
        await tx.execute(sql`select pg_advisory_xact_lock(${AUDIT_LOCK})`)
        const [head] = await tx
          .select({ sequence: auditEvents.sequence, hash: auditEvents.hash })
          .from(auditEvents)
          .orderBy(desc(auditEvents.sequence))
          .limit(1)
        const event = make(head ?? null)
        await tx.insert(auditEvents).values(event)
        return event
      })
    },
    /** In order of their sequence. */
    async list(afterSequence: number, first: number): Promise<StoredAuditEvent[]> {
      return db
        .select()
        .from(auditEvents)
        .where(gt(auditEvents.sequence, afterSequence))
        .orderBy(asc(auditEvents.sequence))
        .limit(first)
    },
  }
}
