import type { Clause } from './clauses.ts'
import { isPlainName, isPlainString, isSign } from './simple-operand.ts'
import type { Token } from './token.ts'

const TRUTHS = new Set(['NULL', 'TRUE', 'FALSE', 'UNKNOWN'])
const BEFORE_OPERAND = new Set(
  `SELECT DISTINCT ALL WHERE HAVING ON BY AND OR XOR NOT WHEN THEN ELSE CASE BETWEEN LIKE RLIKE REGEXP DIV MOD
  INTERVAL`.split(/\s+/),
)
const FRAME_WORDS = new Set('ROWS RANGE BETWEEN AND UNBOUNDED CURRENT ROW PRECEDING FOLLOWING'.split(' '))

/** True where an operand has to follow. */
export function isBeforeOperand({ kind, word, text }: Token): boolean {
  if (kind === 'SYMBOL') return text !== ')' && text !== '?' && text !== '}'
  return BEFORE_OPERAND.has(word)
}

/** Behind `AS a`, `IS NULL`, `COLLATE c`, `DESC`. */
export function endOfSuffix(tokens: readonly Token[], at: number, clause: Clause): number {
  const next = tokens[at + 1]
  switch (tokens[at]?.word) {
    case 'AS': {
      const isName = next !== undefined && (isPlainName(next) || isPlainString(next))
      const ends = !isSign(tokens[at + 2], '(') && !isSign(tokens[at + 2], '.')
      return clause === 'LIST' && isName && ends ? at + 2 : at
    }
    case 'IS': {
      const truth = at + (next?.word === 'NOT' ? 2 : 1)
      return TRUTHS.has(tokens[truth]?.word ?? '') ? truth + 1 : at
    }
    case 'COLLATE':
      return next?.kind === 'WORD' ? at + 2 : at
    case 'ASC':
    case 'DESC':
      return clause === 'SORT' ? at + 1 : at
    default:
      return at
  }
}

/** Behind `ROWS BETWEEN 6 PRECEDING AND CURRENT ROW)`, which is made of keywords and numbers alone. */
export function endOfFrame(tokens: readonly Token[], at: number): number {
  let end = at
  while (FRAME_WORDS.has(tokens[end]?.word ?? '') || tokens[end]?.kind === 'NUMBER') end++
  return isSign(tokens[end], ')') ? end : at
}
