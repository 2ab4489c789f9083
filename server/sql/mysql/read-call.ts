import { readExpression } from './read-expression.ts'
import { readOnEmptyOrError } from './read-json-table.ts'
import { readName } from './read-name.ts'
import { readOrderBy } from './read-query.ts'
import { addCall } from './reading.ts'
import type { Reading } from './reading.ts'
import { readCharset, readType } from './read-type.ts'
import { KNOWN_BY_BARE_WORD, NO_BLANK_BEFORE_BRACKET, TIME_UNITS } from './reserved-words.ts'
import { Unreadable } from './token.ts'
import type { Token } from './token.ts'

/** Without GROUP BY and OVER, one of them makes a single row of everything. */
const AGGREGATES = new Set(
  `AVG BIT_AND BIT_OR BIT_XOR COUNT GROUP_CONCAT JSON_ARRAYAGG JSON_OBJECTAGG MAX MIN STD STDDEV STDDEV_POP STDDEV_SAMP
  SUM VAR_POP VAR_SAMP VARIANCE`.split(/\s+/),
)

/** A call, from its opening bracket on; `path` is its name. CAST and CONVERT are types, not functions. */
export function readCall(reading: Reading, path: readonly Token[]): void {
  if (path.length > 2) reading.fail()
  const bare = path.length === 1 ? path[0] : undefined
  if (bare !== undefined) refuseOtherMeaning(reading, bare)
  const name = bare?.word ?? ''
  if (name !== 'CAST' && name !== 'CONVERT' && name !== 'ROW') addCall(reading, path)
  reading.expectSymbol('(')
  reading.inside(() => reading.conditions.whole(() => readArguments(reading, name)))
  reading.expectSymbol(')')
  if (!readOver(reading) && AGGREGATES.has(name)) reading.aggregates++
}

/** Names that, written so, may call a function of a user in place of the server's own. */
function refuseOtherMeaning(reading: Reading, token: Token): void {
  const name = token.text.toUpperCase()
  if (token.kind === 'QUOTED' && KNOWN_BY_BARE_WORD.has(name))
    throw new Unreadable(`The server's own ${name} is called without quotes.`, token.start)
  if (reading.peek().start > token.end && NO_BLANK_BEFORE_BRACKET.has(name))
    throw new Unreadable(`Between ${name} and its bracket there may be no blank.`, token.start)
}

function readArguments(reading: Reading, name: string): void {
  if (reading.isSymbol(')')) return
  switch (name) {
    case 'CAST':
      readExpression(reading)
      reading.expectWord('AS')
      return readType(reading)
    case 'CONVERT':
      readExpression(reading)
      if (reading.takeWord('USING') !== null) return readCharset(reading)
      reading.expectSymbol(',')
      return readType(reading)
    case 'EXTRACT':
    case 'TIMESTAMPADD':
    case 'TIMESTAMPDIFF':
      if (!TIME_UNITS.has(reading.take().word)) reading.fail(reading.last())
      if (name === 'EXTRACT') reading.expectWord('FROM')
      else reading.expectSymbol(',')
      return reading.list(() => readExpression(reading))
    case 'POSITION':
      readExpression(reading, { endsAtIn: true })
      reading.expectWord('IN')
      return readExpression(reading)
    case 'TRIM':
      return readTrim(reading)
    case 'SUBSTRING':
    case 'SUBSTR':
    case 'MID':
      return readSubstring(reading)
    case 'CHAR':
      reading.list(() => readExpression(reading))
      if (reading.takeWord('USING') !== null) readCharset(reading)
      return
    case 'WEIGHT_STRING':
      readExpression(reading)
      if (reading.takeWord('AS') !== null) readType(reading)
      return
    case 'JSON_VALUE':
      reading.list(() => readExpression(reading))
      if (reading.takeWord('RETURNING') !== null) readType(reading)
      return readOnEmptyOrError(reading)
    case 'COUNT':
      if (reading.takeSymbol('*') !== null) return
  }
  readPlainArguments(reading)
}

/** What any function may get, with the parts that aggregates add. */
function readPlainArguments(reading: Reading): void {
  reading.takeWord('DISTINCT', 'ALL')
  reading.list(() => readExpression(reading))
  readOrderBy(reading)
  if (reading.takeWord('SEPARATOR') !== null && reading.take().kind !== 'STRING') reading.fail(reading.last())
  if (reading.takeWord('LIMIT') !== null) reading.list(() => readExpression(reading))
}

function readTrim(reading: Reading): void {
  reading.takeWord('LEADING', 'TRAILING', 'BOTH')
  if (!reading.isWord('FROM')) readExpression(reading)
  if (reading.takeWord('FROM') !== null) readExpression(reading)
}

function readSubstring(reading: Reading): void {
  readExpression(reading)
  if (reading.takeWord('FROM') !== null) {
    readExpression(reading)
    if (reading.takeWord('FOR') !== null) readExpression(reading)
  } else while (reading.takeSymbol(',') !== null) readExpression(reading)
}

/** What may follow the brackets of an aggregate or window function; true for one with a window. */
function readOver(reading: Reading): boolean {
  if (reading.isWord('WITHIN') && reading.peek(1).word === 'GROUP') {
    reading.take()
    reading.take()
    reading.expectSymbol('(')
    readOrderBy(reading)
    reading.expectSymbol(')')
  }
  if (reading.isWord('FROM') && ['FIRST', 'LAST'].includes(reading.peek(1).word) && isOverNear(reading)) {
    reading.take()
    reading.take()
  }
  if (reading.isWord('RESPECT', 'IGNORE') && reading.peek(1).word === 'NULLS') {
    reading.take()
    reading.take()
  }
  if (reading.takeWord('OVER') === null) return false
  if (reading.isSymbol('(')) readWindow(reading)
  else readName(reading)
  return true
}

function isOverNear(reading: Reading): boolean {
  return [2, 4].some(ahead => reading.peek(ahead).word === 'OVER')
}

/** `([name] [PARTITION BY …] [ORDER BY …] [ROWS …])`. */
export function readWindow(reading: Reading): void {
  reading.expectSymbol('(')
  reading.inside(() => {
    const { kind, word } = reading.peek()
    if (kind === 'QUOTED' || (kind === 'WORD' && !['PARTITION', 'ORDER', 'ROWS', 'RANGE'].includes(word)))
      readName(reading)
    if (reading.takeWord('PARTITION') !== null) {
      reading.expectWord('BY')
      reading.list(() => readExpression(reading))
    }
    readOrderBy(reading)
    if (reading.takeWord('ROWS', 'RANGE') !== null) readFrame(reading)
  })
  reading.expectSymbol(')')
}

function readFrame(reading: Reading): void {
  const between = reading.takeWord('BETWEEN') !== null
  readBound(reading)
  if (!between) return
  reading.expectWord('AND')
  readBound(reading)
}

function readBound(reading: Reading): void {
  if (reading.takeWord('CURRENT') !== null) {
    reading.expectWord('ROW')
    return
  }
  if (reading.takeWord('UNBOUNDED') === null) readFrameDistance(reading)
  reading.expectWord('PRECEDING', 'FOLLOWING')
}

/** A number, or INTERVAL with a number or string. */
function readFrameDistance(reading: Reading): void {
  const interval = reading.takeWord('INTERVAL') !== null
  if (!['NUMBER', 'STRING'].includes(reading.take().kind)) reading.fail(reading.last())
  if (interval && !TIME_UNITS.has(reading.take().word)) reading.fail(reading.last())
}
