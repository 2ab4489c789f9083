import type { ParseResult, SqlParser, Statement } from '../statement.ts'
import { lex } from './lexer.ts'
import { createReading } from './reading.ts'
import { readStatement } from './read-statement.ts'
import { Unreadable } from './token.ts'

const MAX_CHARACTERS = 100_000

/**
 * A reader of our own for the queries of MySQL and MariaDB. It knows one grammar and nothing else: text that it does
 * not follow to the last word is not read, whatever a server might make of it. (sql-parser-cst 0.42 stops at everyday
 * SQL such as CAST(… AS UNSIGNED), CONVERT, index hints and @@version, and takes comments that are code for comments.)
 */
export const mysqlParser: SqlParser = { parse }

function parse(sql: string): ParseResult {
  if (sql.length > MAX_CHARACTERS)
    return {
      ok: false,
      message: `The text has ${sql.length.toLocaleString('en')} characters; at most ${MAX_CHARACTERS.toLocaleString('en')} are read.`,
      start: null,
    }
  try {
    return { ok: true, statements: readStatements(sql) }
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error
    return { ok: false, message: error.message, start: error.start }
  }
}

function readStatements(sql: string): readonly Statement[] {
  const reading = createReading(lex(sql))
  const statements: Statement[] = []
  while (reading.peek().kind !== 'END')
    if (reading.takeSymbol(';') === null) statements.push(readStatement(reading))
  return statements
}
