import { createHash } from 'node:crypto'
import type { Connection, Finding, SqlCheck } from '../domain.ts'
import { AppError } from '../errors.ts'
import type { ErrorCode } from '../errors.ts'
import type { Dependencies } from './dependencies.ts'

/** Failures of EXPLAIN that are the statement's own fault: they are findings, not failures. */
const FAULTS_OF_THE_STATEMENT: ReadonlySet<ErrorCode> = new Set([
  'DATABASE_STATEMENT_FAILED',
  'DATABASE_CATALOG_CHANGED',
  'DATABASE_PERMISSION_DENIED',
  'DATABASE_READ_ONLY_VIOLATION',
])

export type CheckSql = (connection: Connection, sql: string) => Promise<SqlCheck>

/** Guard, then plan: what a piece of SQL would do on this connection. Runs nothing, records nothing. */
export function createCheckSql({
  databases,
  guard,
  assess,
  limits,
}: Pick<Dependencies, 'databases' | 'guard' | 'assess' | 'limits'>): CheckSql {
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
      return { ...check, ...preview, summary, warnings: [...verdict.warnings, ...preview.warnings] }
    } catch (error) {
      if (!(error instanceof AppError) || !FAULTS_OF_THE_STATEMENT.has(error.code)) throw error
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
