import { createHash } from 'node:crypto'
import type { Connection, Finding, Role, SqlCheck } from '../domain.ts'
import { AppError } from '../errors.ts'
import type { ErrorCode } from '../errors.ts'
import { askConfirmation } from './ask-confirmation.ts'
import { refuseCost } from './cost-gate.ts'
import type { Dependencies } from './dependencies.ts'
import type { KnownLogins } from './known-logins.ts'
import { createAlertOfViolation } from './passed-violation.ts'
import { runLimitsOf } from './run-limits.ts'

/** Failures of EXPLAIN that are the statement's own fault: they are findings, not failures. */
const FAULTS_OF_THE_STATEMENT: ReadonlySet<ErrorCode> = new Set([
  'DATABASE_STATEMENT_FAILED',
  'DATABASE_CATALOG_CHANGED',
  'DATABASE_PERMISSION_DENIED',
  'DATABASE_READ_ONLY_VIOLATION',
])

/** For a person of that role, whose limits count. */
export type CheckSql = (connection: Connection, sql: string, role: Role) => Promise<SqlCheck>

/**
 * Guard, then plan, then the cost gate: what a piece of SQL would do on this connection. Runs nothing, and records only
 * what the database stopped although the guard had allowed it.
 */
export function createCheckSql(
  dependencies: Pick<Dependencies, 'databases' | 'guard' | 'assess' | 'audit' | 'warn'> & {
    limits: Pick<Dependencies['limits'], 'byRole' | 'runs'>
  },
  logins: Pick<KnownLogins, 'factsOf' | 'refusal'>,
): CheckSql {
  const { databases, guard, assess, limits } = dependencies
  const alert = createAlertOfViolation(dependencies)
  return async (connection, sql, role) => {
    const ownLimits = limits.byRole[role]
    const opened = await databases.get(connection)
    const facts = await logins.factsOf(connection, opened)
    const { engine, allowedFunctions } = connection
    const { inspects, statement, ...verdict } = guard.judge({
      ...{ engine, sql, facts, allowedFunctions },
    })
    const check = {
      ...verdict,
      sqlHash: hashSql(sql),
      estimatedRows: null,
      estimatedCost: null,
      summary: null,
      needsConfirmation: false,
      confirmationReason: null,
    }
    if (!verdict.allowed) return check
    const mayNotWrite = logins.refusal(connection, facts)
    if (mayNotWrite !== null) return { ...check, allowed: false, refusals: [refusalFrom(mayNotWrite)] }
    try {
      const plan = await opened.database.plan(sql)
      // Asking for the plan has shown that the server takes it; EXPLAIN and SHOW have none of their own.
      if (inspects || statement === null) return check
      const catalog = await opened.catalog()
      const { maxRows } = runLimitsOf(limits.runs, role, connection)
      const { whatItWouldDo: summary, ...preview } = assess({
        // Those that are known now: a check waits for no reading of values.
        ...{ plan, statement, catalog, values: opened.samples(), maxRows, limits: ownLimits },
      })
      const warnings = [...verdict.warnings, ...preview.warnings]
      const refusal = refuseCost(preview, ownLimits)
      if (refusal !== null) return { ...check, ...preview, warnings, allowed: false, refusals: [refusal] }
      const confirmationReason = askConfirmation(preview, ownLimits)
      const needsConfirmation = confirmationReason !== null
      return { ...check, ...preview, summary, warnings, needsConfirmation, confirmationReason }
    } catch (error) {
      if (!(error instanceof AppError) || !FAULTS_OF_THE_STATEMENT.has(error.code)) throw error
      await alert({
        code: error.code,
        sqlHash: check.sqlHash,
        queryId: null,
        during: 'plan',
        connectionId: connection.id,
        ...{ subjectId: null, actorId: null },
      })
      // The table may be newer than the cached catalog, or gone since.
      opened.forget()
      return { ...check, allowed: false, refusals: [refusalFrom(error)] }
    }
  }
}

/** SHA-256 of the text, lower-case hex. */
export function hashSql(sql: string): string {
  return createHash('sha256').update(sql).digest('hex')
}

function refusalFrom({ code, message, hints }: AppError): Finding {
  return { code, severity: 'BLOCKING', message, hint: hints[0] ?? null, start: null, end: null }
}
