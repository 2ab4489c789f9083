import { readOperand } from './read-operand.ts'
import type { Reading } from './reading.ts'
import { readCharset } from './read-type.ts'

const COMPARISONS = new Set(['=', '<=>', '<>', '!=', '<', '<=', '>', '>='])
const SIGNS = new Set([...COMPARISONS, ...'+ - * / % ^ & | << >> && ||'.split(' ')])
const PREFIX_SIGNS = new Set(['!', '-', '+', '~'])
const PREFIX_WORDS = new Set(['NOT', 'BINARY'])
const WORDS = [
  'AND',
  'OR',
  'XOR',
  'DIV',
  'MOD',
  'LIKE',
  'RLIKE',
  'REGEXP',
  'ESCAPE',
  'IN',
  'BETWEEN',
  'MEMBER',
]
const LOGICAL = new Set(['AND', 'OR', 'XOR', '&&', '||'])

interface ExpressionOptions {
  /** True where IN divides two parts: POSITION(a IN b), AGAINST (a IN BOOLEAN MODE). */
  endsAtIn?: boolean
}

/** Operands and operators in a row. Which binds tighter does not matter: facts are the same. */
export function readExpression(reading: Reading, options: ExpressionOptions = {}): void {
  const { conditions } = reading
  let betweens = 0
  for (;;) {
    readPrefixes(reading)
    const first = reading.peek()
    readOperand(reading)
    const isNull = first.word === 'NULL'
    readSuffixes(reading)
    const operator = reading.peek()
    if (isNull && isEquality(operator.text) && operator.kind === 'SYMBOL') addNullComparison(reading)
    if (!takeOperator(reading, options)) return
    const sign = reading.last()
    if (sign.word === 'BETWEEN') betweens++
    else if (sign.word === 'AND' && betweens > 0) betweens--
    else if (LOGICAL.has(sign.word === '' ? sign.text : sign.word)) conditions.next()
    if (COMPARISONS.has(sign.text)) {
      if (isEquality(sign.text) && reading.isWord('NULL') && endsComparison(reading))
        addNullComparison(reading, -1)
      if (reading.isSymbol('(', 1)) reading.takeWord('ALL', 'ANY', 'SOME')
    }
  }
}

function isEquality(sign: string): boolean {
  return sign === '=' || sign === '<>' || sign === '!='
}

/** True when nothing is computed with the NULL that comes next. */
function endsComparison(reading: Reading): boolean {
  const { kind, text } = reading.peek(1)
  return kind !== 'SYMBOL' || [')', ',', ';', '&&', '||'].includes(text)
}

function addNullComparison(reading: Reading, ahead = 0): void {
  const { start, end } = ahead < 0 ? reading.last() : reading.peek(ahead)
  reading.facts.nullComparisons.push({ start, end, words: 'NULL' })
}

function readPrefixes(reading: Reading): void {
  for (;;) {
    const { kind, text, word } = reading.peek()
    const isPrefix = kind === 'SYMBOL' ? PREFIX_SIGNS.has(text) : PREFIX_WORDS.has(word)
    if (!isPrefix) return
    reading.take()
  }
}

function readSuffixes(reading: Reading): void {
  for (;;) {
    if (reading.takeWord('COLLATE') !== null) readCharset(reading)
    else if (reading.takeWord('IS') !== null) {
      reading.takeWord('NOT')
      reading.expectWord('NULL', 'TRUE', 'FALSE', 'UNKNOWN')
    } else if (reading.takeSymbol('->') ?? reading.takeSymbol('->>')) {
      if (reading.take().kind !== 'STRING') reading.fail(reading.last())
    } else return
  }
}

function takeOperator(reading: Reading, { endsAtIn }: ExpressionOptions): boolean {
  const token = reading.peek()
  if (token.kind === 'SYMBOL') {
    if (SIGNS.has(token.text)) reading.take()
    return SIGNS.has(token.text)
  }
  if (token.word === 'SOUNDS') {
    reading.take()
    reading.expectWord('LIKE')
    return true
  }
  if (reading.takeWord('NOT') !== null && !reading.isWord('LIKE', 'IN', 'BETWEEN', 'REGEXP', 'RLIKE'))
    reading.fail()
  if (endsAtIn === true && reading.isWord('IN')) return false
  const word = reading.takeWord(...WORDS)?.word
  if (word === 'MEMBER') reading.takeWord('OF')
  if ((word === 'IN' || word === 'MEMBER') && !reading.isSymbol('(')) reading.fail()
  return word !== undefined
}
