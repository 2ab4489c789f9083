/**
 * What happened, in a chain: each event holds the SHA-256 of the one before, so that a change in the past shows.
 * Intent is recorded before the act and outcome after it; when `record` rejects, the act must not happen.
 */
import type { AuditAction, AuditRecord } from '../domain.ts'
import type { AuditEvents } from '../store/audit-events.ts'
import { chain } from './chain.ts'

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
