import { isOperand, isOperator, isSign } from './simple-operand.ts'
import type { Token } from './token.ts'

const LOGICAL = new Set(['AND', 'OR', 'XOR', '&&', '||'])
const CASE_WORDS = new Set(['CASE', 'WHEN', 'THEN', 'ELSE'])

/** The number that stands for an operand which decides nothing, or has been read by itself. */
export function zeroFor(first: Token, last: Token): Token {
  return { kind: 'NUMBER', text: '0', word: '', start: first.start, end: last.end, made: true }
}

export function isZero(token: Token | undefined): boolean {
  return token?.made === true && token.kind === 'NUMBER'
}

export function isLogical({ kind, word, text }: Token): boolean {
  return LOGICAL.has(kind === 'SYMBOL' ? text : word)
}

/** The AND of a BETWEEN: a sign between two operands, no operator. */
export function andOfBetween(token: Token): Token {
  return { ...token, kind: 'SYMBOL', text: 'AND', word: '' }
}

/**
 * Adds an operand that is a zero behind what has been kept from `first` on, or takes away the operator before it, so
 * that the other operand stands for both. AND and OR wait until it is known that no comparison goes on (settle).
 */
export function addZero(kept: Token[], first: number, zero: Token): void {
  const before = kept[kept.length - 1]
  if (endsBetween(kept, first)) {
    kept.length -= 3
    dropNot(kept)
  } else if (
    before !== undefined &&
    isOperator(before) &&
    !isLogical(before) &&
    followsOperand(kept, first)
  ) {
    kept.length--
    dropNot(kept)
  } else kept.push(zero)
}

/** The last one kept, an operator, and a NOT before it, stand behind an operand. */
function followsOperand(kept: readonly Token[], first: number): boolean {
  const left = kept[kept.length - 2]?.word === 'NOT' ? kept.length - 3 : kept.length - 2
  return left > first && isOperand(kept[left] as Token)
}

/** `a BETWEEN 0 AND`, or with NOT. */
function endsBetween(kept: readonly Token[], first: number): boolean {
  const at = kept.length - 1
  if (!isSign(kept[at], 'AND') || kept[at - 2]?.word !== 'BETWEEN') return false
  if (!isZero(kept[at - 1])) return false
  const left = kept[at - 3]?.word === 'NOT' ? at - 4 : at - 3
  return left > first && isOperand(kept[left] as Token)
}

/** Takes away a NOT behind an operand, whose IN, LIKE or BETWEEN is gone. */
export function dropNot(kept: Token[]): void {
  if (kept[kept.length - 1]?.word === 'NOT') kept.length--
}

/** Behind a whole condition or item of a list: takes away zeros that follow AND, OR, XOR or a comma. */
export function settle(kept: Token[], first: number): void {
  while (kept.length > first + 3 && isZero(kept[kept.length - 1])) {
    const before = kept[kept.length - 2] as Token
    if (!isSign(before, ',') && !(isLogical(before) && isOperand(kept[kept.length - 3] as Token))) return
    kept.length -= 2
  }
}

/** True for a CASE, kept from `first` on, of which only zeros are left. */
export function isEmptyCase(kept: readonly Token[], first: number): boolean {
  for (let at = first; at < kept.length; at++)
    if (!isZero(kept[at]) && !CASE_WORDS.has((kept[at] as Token).word)) return false
  return true
}
