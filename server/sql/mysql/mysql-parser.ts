import type { ParseResult, SqlParser, Statement } from '../statement.ts'
import { lookCloser } from './closer-look.ts'
import { confirmReading } from './confirm-reading.ts'
import { lex } from './lexer.ts'
import { createReading } from './reading.ts'
import { readStatement } from './read-statement.ts'
import { Unreadable } from './token.ts'

const MAX_CHARACTERS = 100_000
/** Texts whose results are kept: a text is checked when it is written and judged again when it runs. */
const KEPT = { texts: 50, characters: 20_000 }

/**
 * Two readers of the queries of MySQL and MariaDB. Ours knows one grammar and nothing else: text that it does not
 * follow to the last word is not read, whatever a server might make of it. What it finds in a query is held to what
 * sql-parser-cst finds; where the two differ, the text is not read either (docs/decisions/003).
 */
export function createMysqlParser(): SqlParser {
  const kept = new Map<string, ParseResult>()
  // The first reading of sql-parser-cst takes a quarter of a second, later ones a hundredth of it.
  parse('select 1 from dual')
  return {
    parse(sql) {
      const known = kept.get(sql)
      if (known !== undefined) return known
      const result = parse(sql)
      if (sql.length <= KEPT.characters) kept.set(sql, result)
      const [oldest] = kept.keys()
      if (kept.size > KEPT.texts && oldest !== undefined) kept.delete(oldest)
      return result
    },
  }
}

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
  const tokens = lex(sql)
  const reading = createReading(tokens)
  const statements: Statement[] = []
  while (reading.peek().kind !== 'END')
    if (reading.takeSymbol(';') === null) statements.push(readStatement(reading))
  // Several statements, and those that are no query, are refused for what they are.
  const [only] = statements
  if (statements.length === 1 && only?.reads === true && only.inspects !== 'SHOW')
    confirmReading(sql, tokens.slice(0, -1), only)
  if (statements.length === 1 && only?.reads === true && only.inspects === undefined)
    return [{ ...only, lookCloser: () => lookCloser(tokens.slice(0, -1)) }]
  return statements
}
