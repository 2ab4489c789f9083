import type { MigrationReader, MigrationReading, MigrationStatement } from '../migration.ts'
import { readWritten } from './ddl/read-written.ts'
import { lex } from './lexer.ts'
import { kindOf } from './migration-kinds.ts'
import { Unreadable } from './token.ts'
import type { Token } from './token.ts'

const MAX_CHARACTERS = 100_000
/** Their bodies have statements of their own, up to the END that closes them. */
const WITH_BODY = /^CREATE (TRIGGER|PROCEDURE|FUNCTION|EVENT)$/

/**
 * By the words of MySQL and MariaDB, as strictly as queries are read: comments that servers execute, variables of users
 * and whatever versions read in different ways are not read. Every change of structure commits by itself.
 */
export const mysqlMigrationReader: MigrationReader = { read }

function read(sql: string): MigrationReading {
  if (sql.length > MAX_CHARACTERS)
    return {
      ok: false,
      message: `The text has ${sql.length.toLocaleString('en')} characters; at most ${MAX_CHARACTERS.toLocaleString('en')} are read.`,
      start: null,
    }
  try {
    return { ok: true, statements: splitStatements(lex(sql)).map(tokens => readOne(tokens, sql)) }
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error
    return { ok: false, message: error.message, start: error.start }
  }
}

function readOne(tokens: readonly Token[], sql: string): MigrationStatement {
  const start = tokens[0]?.start ?? 0
  const end = tokens.at(-1)?.end ?? start
  const known = kindOf(tokens)
  return {
    ...known,
    ...{ sql: sql.slice(start, end), start, end },
    transactional: known.kind === 'DATA',
    written: readWritten(tokens, sql),
    actions: [],
  }
}

function splitStatements(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const statements: Token[][] = []
  let current: Token[] = []
  const finish = () => {
    if (current.length > 0) statements.push(current)
    current = []
  }
  for (const token of tokens) {
    if (token.kind === 'END') finish()
    else if (token.text === ';' && token.kind === 'SYMBOL' && !isInBody(current)) finish()
    else current.push(token)
  }
  return statements
}

/** Whether a semicolon behind these words belongs to a body that is still open. */
function isInBody(tokens: readonly Token[]): boolean {
  return WITH_BODY.test(kindOf(tokens).command) && openBlocks(tokens) > 0
}

/** IF( and REPEAT( are calls; the word behind END says which block it closes. */
function openBlocks(tokens: readonly Token[]): number {
  let open = 0
  for (const [at, { word }] of tokens.entries()) {
    const isClosing = tokens[at - 1]?.word === 'END'
    const isCall = tokens[at + 1]?.text === '('
    const begins = tokens[at - 1]?.text === ';' || STATEMENT_BEFORE.has(tokens[at - 1]?.word ?? '')
    if (word === 'END') open -= 1
    else if (isClosing) continue
    else if (word === 'BEGIN' || word === 'CASE') open += 1
    else if ((word === 'LOOP' || word === 'WHILE') && !isCall) open += 1
    else if ((word === 'IF' || word === 'REPEAT') && begins) open += 1
  }
  return open
}

/** What a statement may stand right behind. */
const STATEMENT_BEFORE = new Set(['BEGIN', 'THEN', 'ELSE', 'DO', 'LOOP', 'REPEAT', 'ROW'])
