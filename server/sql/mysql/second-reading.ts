import { parse } from 'sql-parser-cst'
import type { Place } from '../statement.ts'
import { compact } from './compact.ts'
import { withStandIns } from './stand-ins.ts'
import { Unreadable } from './token.ts'
import type { Token } from './token.ts'
import { readTree } from './read-tree.ts'
import type { TreeFacts } from './read-tree.ts'

const DIALECTS = ['mariadb', 'mysql'] as const

/** It takes about 3 ms for 1,000 characters, during which the process does nothing else. */
const MAX_CHARACTERS = 25_000

/**
 * What sql-parser-cst makes of a query that our grammar has read, whose brackets are therefore not deep: one reading for
 * each of its dialects that reads the text without what no reader can take for a table or call (compact.ts), then one
 * for each that reads it with that. None when it reads it in neither way. Throws Unreadable for long text; lists of
 * literals and blanks do not count.
 */
export function* secondReadings(sql: string, tokens: readonly Token[]): Generator<TreeFacts> {
  const comments = commentsIn(sql, tokens)
  yield* readings(withStandIns(sql, compact(tokens), comments))
  yield* readings(withStandIns(sql, tokens, comments))
}

function* readings(text: string): Generator<TreeFacts> {
  if (text.replace(/\s+/g, '').length > MAX_CHARACTERS)
    throw new Unreadable(
      `The query is too long: without its lists of literals at most ${MAX_CHARACTERS.toLocaleString('en')} characters are read.`,
      0,
    )
  for (const dialect of DIALECTS) {
    const facts = read(text, dialect)
    if (facts !== null) yield facts
  }
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

function read(text: string, dialect: (typeof DIALECTS)[number]): TreeFacts | null {
  try {
    return readTree(parse(text, { dialect, paramTypes: ['?'] }))
  } catch {
    // It has not read this: an error of its own, or the stack is full.
    return null
  }
}
