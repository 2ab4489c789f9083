/** What an edit of a saved connection may leave out, may not change, and changes. */
import type { Connection, ConnectionInput, FieldProblem, TlsMode } from '../domain.ts'

const TLS_STRENGTH: Readonly<Record<TlsMode, number>> = { DISABLE: 0, PREFER: 1, REQUIRE: 2, VERIFY_FULL: 3 }
const TARGET_FIELDS = ['engine', 'host', 'port', 'database', 'username', 'tls'] as const
const EDITED_FIELDS = ['name', 'environment', ...TARGET_FIELDS, 'privacy'] as const
const FIXED_IN_SAMPLES = ['engine', 'environment', 'host', 'port', 'database', 'username'] as const

/**
 * Whether the saved password may be used for this edit; null when it may. It goes only to the server and the login that
 * it was given for, and never over a weaker wire: else whoever may edit could have it sent to a server of their own.
 */
export function keepsPassword(before: Connection, input: ConnectionInput): FieldProblem | null {
  const moved = (['engine', 'host', 'port', 'username'] as const).filter(
    field => before[field] !== input[field],
  )
  const weaker = TLS_STRENGTH[input.tls] < TLS_STRENGTH[before.tls]
  if (moved.length === 0 && !weaker) return null
  const why =
    moved.length > 0
      ? `the saved one was given for another ${moved.map(field => (field === 'username' ? 'user name' : field)).join(' and ')}`
      : 'the saved one was given for a safer TLS mode'
  return { field: 'password', message: `Enter the password again: ${why}` }
}

/** Of the demo's own databases the place, the login and the environment are set at each start. */
export function sampleEditProblems(before: Connection, input: ConnectionInput): FieldProblem[] {
  if (!before.sample) return []
  const fields = FIXED_IN_SAMPLES.filter(field => before[field] !== input[field])
  return [...fields, ...(input.password === '' ? [] : (['password'] as const))].map(field => ({
    field,
    message: 'This cannot be changed in a sample connection: it is set at each start',
  }))
}

/** The fields that get another value, the password by its name only. */
export function changedFields(before: Connection, input: ConnectionInput): string[] {
  const changed = EDITED_FIELDS.filter(field => before[field] !== input[field])
  return input.password === '' ? changed : [...changed, 'password']
}

/** True when open sessions lead elsewhere, or get in otherwise, than the edited connection will. */
export function changesTarget(before: Connection, input: ConnectionInput): boolean {
  return input.password !== '' || TARGET_FIELDS.some(field => before[field] !== input[field])
}
