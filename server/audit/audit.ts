/**
 * What happened, in a chain: each event holds the SHA-256 of the one before, so that a change in the past shows.
 * Intent is recorded before the act and outcome after it; when `record` rejects, the act must not happen.
 */
import { createHash } from 'node:crypto'
import type { AuditAction, AuditEvent, AuditRecord } from '../domain.ts'
import type { AuditEvents, ChainHead } from '../store/audit-events.ts'
import { canonicalJson } from './canonical-json.ts'

/** The previous hash of the first event. */
export const GENESIS = '0'.repeat(64)

export interface Auditor {
  /** The kind is inferred, or named where it is one of several: `record<A>({ … })`. */
  record<A extends AuditAction>(record: AuditRecord<A>): Promise<void>
}

export interface AuditorOptions {
  auditEvents: Pick<AuditEvents, 'append'>
  now: () => Date
  newId: () => string
}

export function createAuditor({ auditEvents, now, newId }: AuditorOptions): Auditor {
  return {
    async record(record) {
      await auditEvents.append(head => chain(head, record, newId(), now()))
    },
  }
}

/** The next event of the chain. */
export function chain<A extends AuditAction>(
  head: ChainHead | null,
  record: AuditRecord<A>,
  id: string,
  at: Date,
): AuditEvent {
  const event = {
    ...record,
    id,
    sequence: (head?.sequence ?? 0) + 1,
    at,
    detail: canonicalJson(record.detail),
    previousHash: head?.hash ?? GENESIS,
  }
  return { ...event, hash: hashEvent(event) }
}

/** SHA-256, lower-case hex, over the canonical JSON of every field stored but the hash itself. */
export function hashEvent(event: Omit<AuditEvent, 'hash'>): string {
  const { id, sequence, at, actorId, action, connectionId, subjectId, detail, previousHash } = event
  const text = canonicalJson({
    id,
    sequence,
    at: at.toISOString(),
    actorId,
    action,
    connectionId,
    subjectId,
    detail,
    previousHash,
  })
  return createHash('sha256').update(text).digest('hex')
}
