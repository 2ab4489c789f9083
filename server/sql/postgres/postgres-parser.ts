import { hasSqlDetails, loadModule, parseSync } from 'libpg-query'
import type { ParseResult, SqlParser } from '../statement.ts'
import { nestingProblem } from './nesting.ts'
import { readStatement } from './read-statement.ts'
import { textPositions } from './text-positions.ts'

const MAX_CHARACTERS = 100_000

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

function textProblem(sql: string): { message: string; start: number | null } | null {
  if (sql.length > MAX_CHARACTERS)
    return {
      message: `The text has ${sql.length.toLocaleString('en')} characters; at most ${MAX_CHARACTERS.toLocaleString('en')} are read.`,
      start: null,
    }
  // The parser is written in C: it would stop reading at a NUL and call the rest of the text harmless.
  const nul = sql.indexOf('\0')
  if (nul >= 0) return { message: 'The text holds a NUL character.', start: nul }
  const surrogate = sql.search(/\p{Surrogate}/u)
  if (surrogate >= 0) return { message: 'The text holds half of a character.', start: surrogate }
  const nesting = nestingProblem(sql)
  return nesting === null ? null : { message: `The text cannot be read: ${nesting}.`, start: null }
}
