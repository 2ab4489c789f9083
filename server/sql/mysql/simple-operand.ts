import { mariadbKeywords, mysqlKeywords } from 'sql-parser-cst'
import { CALLS_WITHOUT_BRACKETS, RESERVED } from './reserved-words.ts'
import type { Token } from './token.ts'

/** Words that are no column, or not only: keywords of either reader, and what calls something or begins a longer form. */
const NO_COLUMN: ReadonlySet<string> = new Set([
  ...RESERVED,
  ...CALLS_WITHOUT_BRACKETS,
  ...Object.keys(mysqlKeywords),
  ...Object.keys(mariadbKeywords),
  ...`ANY BINARY CASE DATE END ESCAPE EXISTS INTERVAL LATERAL MATCH MEMBER NEXT NOT OF PREVIOUS ROW SOME SOUNDS TIME
  TIMESTAMP`.split(/\s+/),
])
const LITERALS = new Set(['NULL', 'TRUE', 'FALSE'])
const DATES = new Set(['DATE', 'TIME', 'TIMESTAMP'])
/** Between two operands only; `*`, `+` and `-` are so where an operand stands before them. */
const OPERATORS = new Set('= <=> <> != < <= > >= + - * / % ^ & | << >> && ||'.split(' '))
const OPERATOR_WORDS = new Set('AND OR XOR DIV MOD LIKE RLIKE REGEXP ESCAPE'.split(' '))

export function isOperator({ kind, word, text }: Token): boolean {
  return kind === 'SYMBOL' ? OPERATORS.has(text) : word !== '' && OPERATOR_WORDS.has(word)
}

/** True for a token that an operand may end with. */
export function isOperand(token: Token): boolean {
  const { kind, word, text } = token
  if (kind === 'SYMBOL') return text === ')'
  return kind === 'WORD' ? LITERALS.has(word) || word === 'END' || isPlainName(token) : kind !== 'END'
}

/** A name that both readers take for one, bare or in backquotes. */
export function isPlainName({ kind, word, text }: Token): boolean {
  return kind === 'WORD' ? !NO_COLUMN.has(word) : kind === 'QUOTED' && /^[\w $]*$/.test(text)
}

/**
 * The index behind a column, a number, a date, or a string in which no reader can see another end, with the paths into
 * it behind an arrow. The same index when something else stands there, or when it goes on with a bracket, a dot or
 * another string.
 */
export function simpleEnd(tokens: readonly Token[], at: number): number {
  let end = endOfValue(tokens, at)
  if (end === at) return at
  while (isArrow(tokens[end]) && isPlainString(tokens[end + 1])) end += 2
  const next = tokens[end]
  if (next === undefined) return end
  const goesOn = next.kind === 'STRING' || (next.kind === 'SYMBOL' && GOES_ON.has(next.text))
  return goesOn ? at : end
}

/** No quote, backslash or semicolon, and nothing that begins or ends a comment. */
const PLAIN_STRING = /^(?:[\w .,:%@+=<>()[\]{}!?&|~^$-]|\/(?!\*)|\*(?!\/))*$/

const GOES_ON = new Set(['(', '.', '{', '->', '->>'])

export function isPlainString(token: Token | undefined): boolean {
  if (token?.kind !== 'STRING' || token.end - token.start !== token.text.length + 2) return false
  return PLAIN_STRING.test(token.text) && !token.text.includes('--')
}

function endOfValue(tokens: readonly Token[], at: number): number {
  const token = tokens[at]
  switch (token?.kind) {
    case 'NUMBER':
      return /^\d+(\.\d+)?$/.test(token.text) ? at + 1 : at
    case 'STRING':
      return isPlainString(token) ? at + 1 : at
    case 'QUOTED':
      return endOfPath(tokens, at)
    case 'WORD':
      if (LITERALS.has(token.word)) return at + 1
      return DATES.has(token.word) && isPlainString(tokens[at + 1]) ? at + 2 : endOfPath(tokens, at)
    default:
      return at
  }
}

function endOfPath(tokens: readonly Token[], at: number): number {
  if (!isPlainName(tokens[at] as Token)) return at
  let end = at + 1
  while (isSign(tokens[end], '.') && isNameBehindDot(tokens[end + 1])) end += 2
  return end
}

export function isSign(token: Token | undefined, sign: string): boolean {
  return token?.kind === 'SYMBOL' && token.text === sign
}

function isArrow(token: Token | undefined): boolean {
  return token?.kind === 'SYMBOL' && (token.text === '->' || token.text === '->>')
}

function isNameBehindDot(token: Token | undefined): boolean {
  return token?.kind === 'WORD' || (token?.kind === 'QUOTED' && isPlainName(token))
}
