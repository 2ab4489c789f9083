import type { Reading } from './reading.ts'
import { NO_BARE_ALIAS, RESERVED } from './reserved-words.ts'
import type { Token } from './token.ts'

export function isName(token: Token): boolean {
  return token.kind === 'QUOTED' || (token.kind === 'WORD' && !RESERVED.has(token.word))
}

export function readName(reading: Reading): Token {
  return isName(reading.peek()) ? reading.take() : reading.fail()
}

/** One to three names with dots between. Right behind a dot a reserved word is a name too. */
export function readPath(reading: Reading): readonly Token[] {
  const path = [readName(reading)]
  while (reading.isSymbol('.') && !reading.isSymbol('*', 1) && path.length < 3)
    path.push(readBehindDot(reading))
  return path
}

export function readBehindDot(reading: Reading): Token {
  const dot = reading.expectSymbol('.')
  const next = reading.peek()
  if (next.kind === 'WORD' && next.start === dot.end) return reading.take()
  return readName(reading)
}

/** With AS or without; only a column's alias may be a string. */
export function readAlias(reading: Reading, { string }: { string: boolean }): string | null {
  if (reading.takeWord('AS') !== null) {
    const token = reading.peek()
    return (string && token.kind === 'STRING' ? reading.take() : readName(reading)).text
  }
  const token = reading.peek()
  const isAlias = token.kind === 'STRING' ? string : isName(token) && !NO_BARE_ALIAS.has(token.word)
  return isAlias ? reading.take().text : null
}

/** Names in brackets. */
export function readNames(reading: Reading): void {
  reading.expectSymbol('(')
  reading.list(() => readName(reading))
  reading.expectSymbol(')')
}
