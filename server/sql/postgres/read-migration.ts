import { hasSqlDetails, parseSync } from 'libpg-query'
import type { RawStmt } from 'libpg-query'
import type { MigrationReader, MigrationReading, MigrationStatement } from '../migration.ts'
import { kindOf } from './migration-kinds.ts'
import { needsNoTransaction } from './outside-transaction.ts'
import { textProblem } from './text-problem.ts'
import { readActions } from './read-actions.ts'
import { textPositions } from './text-positions.ts'
import { writtenText } from './written-text.ts'
import type { WrittenText } from './written-text.ts'

/** By PostgreSQL's own grammar, which is loaded already. */
export const postgresMigrationReader: MigrationReader = { read }

function read(sql: string): MigrationReading {
  const problem = textProblem(sql)
  if (problem !== null) return { ok: false, ...problem }
  if (sql.trim() === '') return { ok: true, statements: [] }
  try {
    const { stmts = [] } = parseSync(sql)
    const written = writtenText(sql)
    return { ok: true, statements: stmts.flatMap(raw => readOne(raw, written)) }
  } catch (error) {
    if (!hasSqlDetails(error) || error.sqlDetails === undefined) throw error
    const { message, cursorPosition } = error.sqlDetails
    return {
      ok: false,
      message: `PostgreSQL cannot read this: ${message}.`,
      start: textPositions(sql).fromCharacters(cursorPosition),
    }
  }
}

function readOne(raw: RawStmt, written: WrittenText): MigrationStatement[] {
  if (raw.stmt === undefined) return []
  const from = raw.stmt_location ?? 0
  const first = written.at(from)
  // A length of nothing means: up to the end.
  const last = raw.stmt_len ? written.at(from + raw.stmt_len) : written.text.length
  const text = written.text.slice(first, last)
  const start = first + text.length - text.trimStart().length
  const end = first + text.trimEnd().length
  return [
    {
      ...kindOf(raw.stmt),
      sql: text.trim(),
      ...{ start, end },
      transactional: !needsNoTransaction(raw.stmt),
      actions: readActions(raw.stmt, written, { start, end }),
    },
  ]
}
