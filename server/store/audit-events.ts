/** Appends to the chain of audit events, without gap or fork across all processes, and reads it in order. */
import { asc, desc, gt } from 'drizzle-orm'
import type { AuditEvent } from '../domain.ts'
import type { Database } from './store-database.ts'
import { auditEvents } from './tables.ts'
import { violates } from './unique-violation.ts'

export interface ChainHead {
  sequence: number
  hash: string
}

/** Builds the next event from the head of the chain; null at its beginning. Called again when another process was faster. */
export type MakeEvent = (head: ChainHead | null) => AuditEvent

export type AuditEvents = ReturnType<typeof createAuditEvents>

interface Waiting {
  make: MakeEvent
  resolve: (event: AuditEvent) => void
  reject: (error: unknown) => void
}

interface Made extends Waiting {
  event: AuditEvent
}

const SEQUENCE_TAKEN = 'audit_events_pkey'
/** Events of one statement; each has nine parameters, of which PostgreSQL takes 65,535. */
const MAX_AT_ONCE = 500

export function createAuditEvents(db: Database) {
  const waiting: Waiting[] = []
  /** As this process knows it; undefined: it has to be read. */
  let head: ChainHead | null | undefined
  let isAppending = false

  async function readHead(): Promise<ChainHead | null> {
    const [last] = await db
      .select({ sequence: auditEvents.sequence, hash: auditEvents.hash })
      .from(auditEvents)
      .orderBy(desc(auditEvents.sequence))
      .limit(1)
    return last ?? null
  }

  /** One statement for all: either the whole of them follows the head, or nothing is appended. */
  async function appendTogether(all: readonly Waiting[]): Promise<void> {
    let left = all
    try {
      for (;;) {
        head = head === undefined ? await readHead() : head
        const made = chainTogether(left, head)
        left = made
        const last = made.at(-1)
        if (last === undefined) return
        if (!(await isAppended(made.map(({ event }) => event)))) {
          head = undefined
          continue
        }
        head = last.event
        for (const { resolve, event } of made) resolve(event)
        return
      }
    } catch (error) {
      // Whether they have arrived is not known.
      head = undefined
      for (const { reject } of left) reject(error)
    }
  }

  /** False when another process has seen the same head and was faster: the primary key lets one through. */
  async function isAppended(events: readonly AuditEvent[]): Promise<boolean> {
    try {
      await db.insert(auditEvents).values([...events])
      return true
    } catch (error) {
      if (violates(error, SEQUENCE_TAKEN)) return false
      throw error
    }
  }

  async function appendWaiting(): Promise<void> {
    if (isAppending) return
    isAppending = true
    while (waiting.length > 0) await appendTogether(waiting.splice(0, MAX_AT_ONCE))
    isAppending = false
  }

  return {
    /** What is appended while another append is on its way goes together, in the order of the calls. */
    append(make: MakeEvent): Promise<AuditEvent> {
      return new Promise((resolve, reject) => {
        waiting.push({ make, resolve, reject })
        void appendWaiting()
      })
    },
    /** In order of their sequence. */
    async list(afterSequence: number, first: number): Promise<AuditEvent[]> {
      return db
        .select()
        .from(auditEvents)
        .where(gt(auditEvents.sequence, afterSequence))
        .orderBy(asc(auditEvents.sequence))
        .limit(first)
    },
  }
}

/** Each follows the one before; one that cannot be made is told so and left out. */
function chainTogether(all: readonly Waiting[], head: ChainHead | null): readonly Made[] {
  const made: Made[] = []
  for (const one of all) {
    try {
      made.push({ ...one, event: one.make(made.at(-1)?.event ?? head) })
    } catch (error) {
      one.reject(error)
    }
  }
  return made
}
