/** Appends to the chain of audit events, without gap or fork across all processes, and reads it in order. */
import { asc, desc, gt } from 'drizzle-orm'
import type { AuditEvent } from '../domain.ts'
import type { Database } from './store-database.ts'
import { auditEvents } from './tables.ts'

/** The event as stored: `detail` is the very text that was hashed. */
export type StoredAuditEvent = Omit<AuditEvent, 'detail'> & { detail: string }

export interface ChainHead {
  sequence: number
  hash: string
}

/** Builds the next event from the head of the chain; null at its beginning. Called again when another process was faster. */
export type MakeEvent = (head: ChainHead | null) => StoredAuditEvent

export type AuditEvents = ReturnType<typeof createAuditEvents>

export function createAuditEvents(db: Database) {
  let lastTurn: Promise<unknown> = Promise.resolve()

  async function readHead(): Promise<ChainHead | null> {
    const [head] = await db
      .select({ sequence: auditEvents.sequence, hash: auditEvents.hash })
      .from(auditEvents)
      .orderBy(desc(auditEvents.sequence))
      .limit(1)
    return head ?? null
  }

  /** Of several processes that have seen the same head, the primary key lets one through; the others see its event next. */
  async function appendToHead(make: MakeEvent): Promise<StoredAuditEvent> {
    for (;;) {
      const event = make(await readHead())
      const added = await db
        .insert(auditEvents)
        .values(event)
        .onConflictDoNothing({ target: auditEvents.sequence })
        .returning({ sequence: auditEvents.sequence })
      if (added.length === 1) return event
    }
  }

  return {
    /** Appends of this process take turns, so that only other processes can come in between. */
    async append(make: MakeEvent): Promise<StoredAuditEvent> {
      const appending = lastTurn.then(() => appendToHead(make))
      lastTurn = appending.catch(() => undefined)
      return appending
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
