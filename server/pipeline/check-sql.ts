import { createHash } from 'node:crypto'
import type { Connection, Finding, SqlCheck } from '../domain.ts'
import { AppError } from '../errors.ts'
import type { ErrorCode } from '../errors.ts'
import { refuseCost } from './cost-gate.ts'
import type { Dependencies } from './dependencies.ts'
import { createAlertOfViolation } from './passed-violation.ts'

/** Failures of EXPLAIN that are the statement's own fault: they are findings, not failures. */
const FAULTS_OF_THE_STATEMENT: ReadonlySet<ErrorCode> = new Set([
  'DATABASE_STATEMENT_FAILED',
  'DATABASE_CATALOG_CHANGED',
  'DATABASE_PERMISSION_DENIED',
  'DATABASE_READ_ONLY_VIOLATION',
])

export type CheckSql = (connection: Connection, sql: string) => Promise<SqlCheck>

/**
 * Guard, then plan, then the cost gate: what a piece of SQL would do on this connection. Runs nothing, and records only
 * what the database stopped although the guard had allowed it.
 */
export function createCheckSql(
  dependencies: Pick<Dependencies, 'databases' | 'guard' | 'assess' | 'limits' | 'audit' | 'warn'>,
): CheckSql {
  const { databases, guard, assess, limits } = dependencies
  const alert = createAlertOfViolation(dependencies)
  return async (connection, sql) => {
    const opened = await databases.get(connection)
    const facts = await opened.facts()
    const { inspects, everyColumn, ...verdict } = guard.judge({ engine: connection.engine, sql, facts })
    const check = {
      ...verdict,
      sqlHash: hashSql(sql),
      estimatedRows: null,
      estimatedCost: null,
      summary: null,
    }
    if (!verdict.allowed) return check
    try {
      const plan = await opened.database.plan(sql)
      // Asking for the plan has shown that the server takes it; EXPLAIN and SHOW have none of their own.
      if (inspects) return check
      const { tables } = await opened.catalog()
      const { whatItWouldDo: summary, ...preview } = assess({
        plan,
        tables,
        maxRows: limits.maxRows,
        everyColumn,
      })
      const warnings = [...verdict.warnings, ...preview.warnings]
      const refusal = refuseCost(preview, limits)
      if (refusal !== null) return { ...check, ...preview, warnings, allowed: false, refusals: [refusal] }
      return { ...check, ...preview, summary, warnings }
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
