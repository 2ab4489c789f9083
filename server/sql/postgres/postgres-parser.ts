import { hasSqlDetails, loadModule, parseSync } from 'libpg-query'
import type { ParseResult, SqlParser } from '../statement.ts'
import { readStatement } from './read-statement.ts'
import { textPositions } from './text-positions.ts'
import { textProblem } from './text-problem.ts'

/** PostgreSQL's own grammar (version 18), compiled to WebAssembly. */
export async function loadPostgresParser(): Promise<SqlParser> {
  await loadModule()
  return { parse }
}

function parse(sql: string): ParseResult {
  const problem = textProblem(sql)
  if (problem !== null) return { ok: false, ...problem }
  if (sql === '') return { ok: true, statements: [] }
  const positions = textPositions(sql)
  try {
    const tree = parseSync(sql)
    return { ok: true, statements: (tree.stmts ?? []).map(raw => readStatement(raw, sql, positions)) }
  } catch (error) {
    if (!hasSqlDetails(error) || error.sqlDetails === undefined) throw error
    const { message, cursorPosition } = error.sqlDetails
    return {
      ok: false,
      message: `PostgreSQL cannot read this: ${withShortQuote(message)}.`,
      start: positions.fromCharacters(cursorPosition),
    }
  }
}

/** It quotes the text from the place on, which is all the rest behind an open quote. */
function withShortQuote(message: string): string {
  return message.replace(/(?<= at or near ".{40}).+(?="$)/s, '…')
}
