/** Audit events as lines of a file. Pure. */
import type { AuditCut, AuditEvent } from '../domain.ts'

export type AuditFileFormat = 'csv' | 'jsonl'

const FIELDS = [
  ...(['sequence', 'id', 'at', 'actorId', 'action', 'connectionId', 'subjectId', 'detail'] as const),
  ...(['previousHash', 'hash'] as const),
] as const

interface AuditFile {
  begin: string
  contentType: string
  lineOf(event: AuditEvent): string
}

/**
 * Every field that is hashed, and the hash: what can be verified without the store. JSON Lines begin with the cut, where
 * old events were cut off.
 */
export function auditFileOf(format: AuditFileFormat, cut: AuditCut | null): AuditFile {
  return format === 'csv'
    ? {
        begin: `${FIELDS.join(',')}\r\n`,
        contentType: 'text/csv; charset=utf-8; header=present',
        lineOf: event => `${FIELDS.map(field => csvCell(textOf(event, field))).join(',')}\r\n`,
      }
    : {
        begin: cut === null ? '' : `${JSON.stringify({ cut })}\n`,
        contentType: 'application/jsonl; charset=utf-8',
        lineOf: event =>
          `${JSON.stringify(Object.fromEntries(FIELDS.map(field => [field, event[field]])))}\n`,
      }
}

function textOf(event: AuditEvent, field: (typeof FIELDS)[number]): string {
  const value = event[field]
  return value instanceof Date ? value.toISOString() : String(value ?? '')
}

/** RFC 4180. */
function csvCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
