/**
 * Reads audit events by the million: the server writes each out as the canonical JSON of `audit/chain.ts`, and one text
 * brings many of them. That leaves a third of the work of making them here out of rows.
 */
import { sql } from 'drizzle-orm'
import type { Database } from './store-database.ts'

export interface ScannedAuditEvent {
  sequence: number
  previousHash: string
  /** As it is stored. */
  hash: string
  /** What was hashed, unless the row was changed, or holds a sign that the server writes otherwise than we do. */
  content: string
}

const HASH_LENGTH = 64
const PREVIOUS = '"previousHash":"'
const SEQUENCE = '","sequence":'

/** In the order of their sequence. Null when one does not look as ours do. */
export async function scanAuditEvents(
  db: Database,
  afterSequence: number,
  first: number,
): Promise<ScannedAuditEvent[] | null> {
  const [found] = [
    ...(await db.execute<{ count: string; lines: string | null }>(sql`
      select count(*) as count, string_agg(format(
        '%s{"action":"%s","actorId":%s,"at":"%s","connectionId":%s,"detail":%s,"id":"%s","previousHash":"%s","sequence":%s,"subjectId":%s}',
        hash, action, coalesce('"' || actor_id || '"', 'null'),
        to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), coalesce('"' || connection_id || '"', 'null'),
        to_json(detail), id, previous_hash, sequence, coalesce('"' || subject_id || '"', 'null')), e'\n') as lines
      from (
        select * from audit_events where sequence > ${afterSequence}::bigint order by sequence limit ${first}::int
      ) as slice`)),
  ]
  if (!found?.lines) return []
  const events = found.lines.split('\n').map(readLine)
  const isWhole = events.length === Number(found.count) && events.every(({ sequence }) => sequence > 0)
  return isWhole ? events : null
}

/** Read from the end: quotes in the detail are escaped, and nothing after it has any. */
function readLine(line: string): ScannedAuditEvent {
  const previous = line.lastIndexOf(PREVIOUS) + PREVIOUS.length
  const sequence = line.indexOf(SEQUENCE, previous)
  return {
    sequence: Number.parseInt(line.slice(sequence + SEQUENCE.length), 10),
    previousHash: line.slice(previous, sequence),
    hash: line.slice(0, HASH_LENGTH),
    content: line.slice(HASH_LENGTH),
  }
}
