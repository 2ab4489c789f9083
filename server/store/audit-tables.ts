/**
 * The tables of the audit. Nothing updates, deletes or truncates them: the login of the app has no right to, and triggers
 * refuse it; rows come in only at the head of the chain (see the store migrations `audit-…`).
 */
import { sql } from 'drizzle-orm'
import { bigint, index, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core'
import type { AuditAction, AuditResult } from '../domain.ts'

const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: 'date' })

/**
 * What the search for words looks at: without the marks and escapes of JSON, and no more than an index takes. The marks
 * are named by their numbers, since what counts as a letter differs with the locale of the database.
 */
export const AUDIT_WORDS = sql`to_tsvector('simple', regexp_replace(left(action || ' ' || detail, 100000), '\\\\.|[\\u0001-\\u002f\\u003a-\\u0040\\u005b-\\u0060\\u007b-\\u007f]+', ' ', 'g'))`

/** What came of it, told from the kind and from the keys of the detail; in text that people wrote, quotes are escaped. */
const RESULT = sql`case
  when action ~ '(\\.|-)started$|-requested$|\\.called$' then 'INTENT'
  when action ~ '\\.refused$' or detail ~ '"outcome":"REFUS(ED|AL)"|"allowed":false' then 'REFUSED'
  when detail ~ '"(code|outcome|state)":"CANCELLED"' then 'CANCELLED'
  when action ~ '-failed$|-violation$' or detail ~ '"(outcome|state)":"FAIL|"ok":false' then 'FAILED'
  else 'DONE' end`

export const auditEvents = pgTable(
  'audit_events',
  {
    sequence: bigint({ mode: 'number' }).primaryKey(),
    id: uuid().notNull(),
    at: instant('at').notNull(),
    actorId: uuid('actor_id'),
    action: text().$type<AuditAction>().notNull(),
    connectionId: uuid('connection_id'),
    subjectId: uuid('subject_id'),
    /** Canonical JSON, exactly the text that was hashed. */
    detail: text().notNull(),
    previousHash: text('previous_hash').notNull(),
    hash: text().notNull(),
    /** Follows from the others, so it is not part of what is hashed. */
    result: text().$type<AuditResult>().notNull().generatedAlwaysAs(RESULT),
  },
  table => [
    index('audit_events_subject').on(table.subjectId),
    index('audit_events_actor').on(table.actorId, table.sequence),
    index('audit_events_connection').on(table.connectionId, table.sequence),
    index('audit_events_action').on(table.action, table.sequence),
    index('audit_events_at').on(table.at),
    // Entered at once: a list of what is to be entered would make some appends wait for all of it.
    index('audit_events_words').using('gin', AUDIT_WORDS).with({ fastupdate: false }),
  ],
)

/** Where events were removed because they were old enough: up to which, and who answers for it. The last row counts. */
export const auditCuts = pgTable('audit_cuts', {
  /** Of the last event that was removed. */
  sequence: bigint({ mode: 'number' }).primaryKey(),
  /** Of that event: the first one that is left names it. */
  hash: text().notNull(),
  at: instant('at').notNull(),
  keyId: text('key_id').notNull(),
  /** Ed25519, in base64, over the canonical JSON of the fields above. */
  signature: text().notNull(),
})
