/** How an event is tied to the one before it. Pure. */
import { hash } from 'node:crypto'
import type { AuditAction, AuditEvent, AuditRecord } from '../domain.ts'
import type { ChainHead } from '../store/audit-events.ts'
import { canonicalJson } from './canonical-json.ts'

/** The previous hash of the first event. */
export const GENESIS = '0'.repeat(64)

/** An event as it is hashed: with its time in ISO 8601, in UTC and to the millisecond. */
export type HashedEvent = Omit<AuditEvent, 'hash' | 'at' | 'action'> & { at: string; action: string }

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
  return { ...event, hash: hashEvent({ ...event, at: at.toISOString() }) }
}

/** SHA-256, lower-case hex, over the canonical JSON of every field stored but the hash itself. */
export function hashEvent(event: HashedEvent): string {
  return hash('sha256', hashedText(event), 'hex')
}

/** Canonical JSON: keys in order, no blanks. Written out, since a million events have to be verified in seconds. */
export function hashedText(event: HashedEvent): string {
  const { id, sequence, at, actorId, action, connectionId, subjectId, detail, previousHash } = event
  return (
    `{"action":${quote(action)},"actorId":${quote(actorId)},"at":${quote(at)},"connectionId":${quote(connectionId)}` +
    `,"detail":${quote(detail)},"id":${quote(id)},"previousHash":${quote(previousHash)},"sequence":${sequence}` +
    `,"subjectId":${quote(subjectId)}}`
  )
}

/** Nothing in it that JSON writes otherwise; looking is faster than writing. */
const PLAIN = /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/

function quote(text: string | null): string {
  return text !== null && PLAIN.test(text) ? `"${text}"` : JSON.stringify(text)
}
