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
  judge,
  assess,
  limits,
}: Pick<Dependencies, 'databases' | 'judge' | 'assess' | 'limits'>): CheckSql {
  return async (connection, sql) => {
    const opened = await databases.get(connection)
    const verdict = judge(sql, await opened.facts())
    const check = { ...verdict, sqlHash: hashSql(sql), estimatedRows: null, estimatedCost: null }
    if (!verdict.allowed) return check
    try {
      const plan = await opened.database.plan(sql)
      const { estimatedRows, estimatedCost, warnings } = assess({ plan, maxRows: limits.maxRows })
      return { ...check, estimatedRows, estimatedCost, warnings: [...verdict.warnings, ...warnings] }
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
