import { AppError } from '../../errors.ts'
import { stateOf } from '../failure.ts'
import type { Session } from './driver.ts'

/** ER_PARSE_ERROR, and ER_UNSUPPORTED_PS for what cannot be prepared. */
export const NOT_EXPLAINABLE = /^(1064|1295)$/

/** They read no table and cannot be explained; as a statement of their own they are fine. */
export function isShowOrExplain(sql: string): boolean {
  return /^(\s|\/\*(?![!M]).*?\*\/|(--\s|#)[^\n]*(\n|$))*(show|explain|describe|desc)\b/is.test(sql)
}

/**
 * Of the statements that return rows the server explains those that read and those that change tables; the latter it
 * does not execute in a READ ONLY transaction. What else returns rows may do anything: ANALYZE TABLE, which writes what it finds
 * wherever it is run, CHECK, REPAIR, HANDLER, CALL. The format is there because MySQL would take `explain analyze table
 * t` for a plan of TABLE t. Only prepared: nothing is executed.
 */
export async function refuseUnexplainable(session: Session, sql: string): Promise<void> {
  if (isShowOrExplain(sql)) return
  try {
    const statement = await session.prepare(`explain format=json\n${sql}`)
    statement.close()
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    // Any other complaint is the statement's own, and comes again when it is prepared itself.
    if (NOT_EXPLAINABLE.test(stateOf(error))) throw isNoQuery()
  }
}

function isNoQuery(): AppError {
  return new AppError('DATABASE_STATEMENT_FAILED', 'The statement is no query.', {
    hints: ['Only statements that read are run here, such as SELECT.'],
  })
}
