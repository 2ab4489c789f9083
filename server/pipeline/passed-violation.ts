/** What the guard has allowed and the database stopped: a gap of the guard, or rights that have changed. Both want a look. */
import type { Problem } from '../domain.ts'
import type { ErrorCode } from '../errors.ts'
import type { Dependencies } from './dependencies.ts'

const SECOND_WALL: readonly ErrorCode[] = ['DATABASE_READ_ONLY_VIOLATION', 'DATABASE_PERMISSION_DENIED']

export interface PassedViolation {
  code: Problem['code']
  sqlHash: string
  /** Null for SQL that is not saved yet. */
  queryId: string | null
  /** Which of our ways to the database it went. */
  during: 'plan' | 'run' | 'export' | 'careful-run'
  connectionId: string
  /** The run or export, where there is one. */
  subjectId: string | null
  actorId: string | null
}

export type AlertOfViolation = (violation: PassedViolation) => Promise<void>

/** Logs and records; nothing for failures of another kind. */
export function createAlertOfViolation({
  audit,
  warn,
}: Pick<Dependencies, 'audit' | 'warn'>): AlertOfViolation {
  return async ({ code, sqlHash, queryId, during, ...act }) => {
    if (!SECOND_WALL.some(known => known === code)) return
    const detail = { code, sqlHash, queryId, during }
    warn(
      { ...detail, connectionId: act.connectionId, runId: act.subjectId },
      'the database stopped what the guard had allowed',
    )
    await audit.record({ ...act, action: 'guard.passed-violation', detail })
  }
}
