import { parse } from 'sql-parser-cst'
import type { Place } from '../statement.ts'
import { compact } from './compact.ts'
import { readPieces } from './piece-readings.ts'
import type { Dialect } from './piece-readings.ts'
import { showPiece, textsOf } from './shown-piece.ts'
import { withStandIns } from './stand-ins.ts'
import { Unreadable } from './token.ts'
import type { Token } from './token.ts'
import { readTree, statementsOf } from './read-tree.ts'
import type { TreeFacts } from './read-tree.ts'

const DIALECTS: readonly Dialect[] = ['mariadb', 'mysql']

/** It takes about 3 ms for 1,000 characters, and as much for 20 pieces, during which the process does nothing else. */
const MAX_CHARACTERS = 25_000
const CHARACTERS_OF_A_PIECE = 15

/**
 * What sql-parser-cst makes of a query that our grammar has read, whose brackets are therefore not deep: one reading for
 * each of its dialects that reads all pieces of the text (compact.ts), then one for each that reads it whole. None when
 * it reads it in neither way. Throws Unreadable for long text; blanks and what is left out of pieces do not count.
 */
export function* secondReadings(sql: string, tokens: readonly Token[]): Generator<TreeFacts> {
  const comments = commentsIn(sql, tokens)
  yield* readingsInPieces(sql, tokens, comments)
  yield* readingsOfWhole(sql, tokens, comments)
}

/** Reads it in pieces only. */
export function* readingsInPieces(
  sql: string,
  tokens: readonly Token[],
  comments = commentsIn(sql, tokens),
): Generator<TreeFacts> {
  const piece = showPiece(sql, compact(tokens, comments))
  let characters = 0
  for (const text of textsOf(piece).keys()) characters += text.length + CHARACTERS_OF_A_PIECE
  refuseLong(characters)
  for (const dialect of DIALECTS) {
    const facts = readPieces(piece, dialect)
    if (facts !== null) yield facts
  }
}

/** Reads it whole only, with every operand. */
export function* readingsOfWhole(
  sql: string,
  tokens: readonly Token[],
  comments = commentsIn(sql, tokens),
): Generator<TreeFacts> {
  const text = withStandIns(sql, tokens, comments)
  refuseLong(text.replace(/\s+/g, '').length)
  for (const dialect of DIALECTS) {
    const facts = read(text, dialect)
    if (facts !== null) yield facts
  }
}

function refuseLong(characters: number): void {
  if (characters > MAX_CHARACTERS)
    throw new Unreadable(
      `The query is too long: without its lists of literals at most ${MAX_CHARACTERS.toLocaleString('en')} characters are read.`,
      0,
    )
}

/** Everything between and behind tokens that is more than a blank. The second reader is shown each comment as it stands. */
export function commentsIn(sql: string, tokens: readonly Token[]): readonly Place[] {
  const comments: Place[] = []
  for (let at = 1; at <= tokens.length; at++) {
    const start = tokens[at - 1]?.end ?? sql.length
    const end = tokens[at]?.start ?? sql.length
    if (end - start > 1 && sql.slice(start, end).trim() !== '') comments.push({ start, end })
  }
  return comments
}

function read(text: string, dialect: Dialect): TreeFacts | null {
  try {
    return readTree(statementsOf(parse(text, { dialect, paramTypes: ['?'] })))
  } catch {
    // It has not read this: an error of its own, or the stack is full.
    return null
  }
}
