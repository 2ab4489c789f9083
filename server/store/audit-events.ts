/** Appends to the chain of audit events, without gap or fork across all processes, and reads it in order. */
import { and, asc, desc, eq, gt, gte, lt, lte, or, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import type { AuditAction, AuditEvent, AuditResult } from '../domain.ts'
import { AUDIT_WORDS, auditEvents } from './audit-tables.ts'
import { scanAuditEvents } from './scan-audit-events.ts'
import type { Database } from './store-database.ts'
import { violates } from './unique-violation.ts'

export interface ChainHead {
  sequence: number
  hash: string
}

/** Builds the next event from the head of the chain; null at its beginning. Called again when another process was faster. */
export type MakeEvent = (head: ChainHead | null) => AuditEvent

/** What is told from an event, beside what is in it. */
export type ListedAuditEvent = AuditEvent & { result: AuditResult }

/** Each null leaves out nothing. */
export interface AuditFilter {
  actorId: string | null
  connectionId: string | null
  subjectId: string | null
  /** A kind, or the beginning of several up to a dot: `run` is all that happens to runs. */
  action: string | null
  result: AuditResult | null
  since: Date | null
  until: Date | null
  /** Words that all have to be in it, in any order; each may be a beginning. An id also finds what was done to it. */
  search: string | null
}

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
/** Events of one statement; each has ten parameters, of which PostgreSQL takes 65,535. */
const MAX_AT_ONCE = 500

const { result, ...hashed } = {
  sequence: auditEvents.sequence,
  id: auditEvents.id,
  at: auditEvents.at,
  actorId: auditEvents.actorId,
  action: auditEvents.action,
  connectionId: auditEvents.connectionId,
  subjectId: auditEvents.subjectId,
  detail: auditEvents.detail,
  previousHash: auditEvents.previousHash,
  hash: auditEvents.hash,
  result: auditEvents.result,
}

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

    /** The newest event, as the store has it now. */
    readHead,

    /** In order of their sequence, also where something is missing. */
    async list(afterSequence: number, first: number): Promise<AuditEvent[]> {
      return db
        .select(hashed)
        .from(auditEvents)
        .where(gt(auditEvents.sequence, afterSequence))
        .orderBy(asc(auditEvents.sequence))
        .limit(first)
    },

    /** As `list`, of what the chain is verified by, with as little work as can be; null: `list` has to be used. */
    scan: (afterSequence: number, first: number) => scanAuditEvents(db, afterSequence, first),

    /** Null: there is no such event. */
    async findHash(sequence: number): Promise<string | null> {
      const [found] = await db
        .select({ hash: auditEvents.hash })
        .from(auditEvents)
        .where(eq(auditEvents.sequence, sequence))
      return found?.hash ?? null
    },

    /** Of those that the filter lets through, in either order, after an event of it. */
    async find(
      filter: AuditFilter,
      { first, after, order }: { first: number; after: number | null; order: 'newest' | 'oldest' },
    ): Promise<ListedAuditEvent[]> {
      const place =
        after === null
          ? undefined
          : order === 'newest'
            ? lt(auditEvents.sequence, after)
            : gt(auditEvents.sequence, after)
      return db
        .select({ ...hashed, result })
        .from(auditEvents)
        .where(and(place, ...conditionsOf(filter)))
        .orderBy(order === 'newest' ? desc(auditEvents.sequence) : asc(auditEvents.sequence))
        .limit(first)
    },

    /** The newest event of before that moment which is not the head; null: there is none. */
    async findLastBefore(moment: Date): Promise<ChainHead | null> {
      const [found] = await db
        .select({ sequence: auditEvents.sequence, hash: auditEvents.hash })
        .from(auditEvents)
        .where(
          and(
            lt(auditEvents.at, moment),
            sql`${auditEvents.sequence} < (select max(sequence) from audit_events)`,
          ),
        )
        .orderBy(desc(auditEvents.sequence))
        .limit(1)
      return found ?? null
    },

    /** The kinds that there are, in alphabetical order. */
    async actions(): Promise<AuditAction[]> {
      // PostgreSQL has no skip scan: the next kind after each is looked up in the index.
      const rows = await db.execute<{ action: AuditAction }>(sql`
        with recursive kinds as (
          (select action from audit_events order by action limit 1)
          union all
          select (select action from audit_events where action > kinds.action order by action limit 1)
          from kinds where kinds.action is not null
        ) select action from kinds where action is not null`)
      return [...rows].map(({ action }) => action)
    },
  }
}

function conditionsOf(filter: AuditFilter): (SQL | undefined)[] {
  const { actorId, connectionId, subjectId, action, result, since, until, search } = filter
  const query = search === null ? null : wordQuery(search)
  const words = (query: string) => sql`${AUDIT_WORDS} @@ to_tsquery('simple', ${query})`
  return [
    actorId === null ? undefined : eq(auditEvents.actorId, actorId),
    connectionId === null ? undefined : eq(auditEvents.connectionId, connectionId),
    subjectId === null ? undefined : eq(auditEvents.subjectId, subjectId),
    action === null
      ? undefined
      : sql`(${auditEvents.action} = ${action} or starts_with(${auditEvents.action}, ${`${action}.`}))`,
    result === null ? undefined : eq(auditEvents.result, result),
    since === null ? undefined : gte(auditEvents.at, since),
    until === null ? undefined : lte(auditEvents.at, until),
    query === null
      ? undefined
      : or(words(query), isId(search) ? eq(auditEvents.subjectId, search.trim()) : undefined),
  ]
}

function isId(text: string | null): text is string {
  return text !== null && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text.trim())
}

/** Letters and digits only, so that nothing in it is an operator; null: it has no word. */
function wordQuery(search: string): string | null {
  const words = search.match(/[\p{L}\p{N}]+/gu) ?? []
  return words.length === 0 ? null : words.map(word => `'${word}':*`).join(' & ')
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
