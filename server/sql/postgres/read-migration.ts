import { hasSqlDetails, parseSync } from 'libpg-query'
import type { RawStmt } from 'libpg-query'
import type { MigrationReader, MigrationReading, MigrationStatement } from '../migration.ts'
import { kindOf } from './migration-kinds.ts'
import { needsNoTransaction } from './outside-transaction.ts'
import { textProblem } from './text-problem.ts'
import { textPositions } from './text-positions.ts'
import type { TextPositions } from './text-positions.ts'

/** By PostgreSQL's own grammar, which is loaded already. */
export const postgresMigrationReader: MigrationReader = { read }

function read(sql: string): MigrationReading {
  const problem = textProblem(sql)
  if (problem !== null) return { ok: false, ...problem }
  if (sql.trim() === '') return { ok: true, statements: [] }
  const positions = textPositions(sql)
  try {
    const { stmts = [] } = parseSync(sql)
    return { ok: true, statements: stmts.flatMap(raw => readOne(raw, sql, positions)) }
  } catch (error) {
    if (!hasSqlDetails(error) || error.sqlDetails === undefined) throw error
    const { message, cursorPosition } = error.sqlDetails
    return {
      ok: false,
      message: `PostgreSQL cannot read this: ${message}.`,
      start: positions.fromCharacters(cursorPosition),
    }
  }
}

function readOne(raw: RawStmt, sql: string, positions: TextPositions): MigrationStatement[] {
  if (raw.stmt === undefined) return []
  const from = raw.stmt_location ?? 0
  const start = positions.fromBytes(from)
  // A length of nothing means: up to the end.
  const end = raw.stmt_len ? positions.fromBytes(from + raw.stmt_len) : sql.length
  const text = sql.slice(start, end)
  const blank = text.length - text.trimStart().length
  return [
    {
      ...kindOf(raw.stmt),
      sql: text.trim(),
      start: start + blank,
      end: start + text.trimEnd().length,
      transactional: !needsNoTransaction(raw.stmt),
    },
  ]
}
