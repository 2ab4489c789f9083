import { addCall, mention } from './reading.ts'
import type { Reading } from './reading.ts'
import { readCall } from './read-call.ts'
import { readExpression } from './read-expression.ts'
import { isName, readBehindDot, readPath } from './read-name.ts'
import { readQuery, readQueryAfterFirst, startsQuery } from './read-query.ts'
import { CALLS_WITHOUT_BRACKETS, RESERVED_CALLS, TIME_UNITS } from './reserved-words.ts'

/** System variables that say what everybody may know of a server and a session. */
const HARMLESS_VARIABLES = new Set(
  `autocommit character_set_client character_set_connection character_set_database character_set_results
  character_set_server collation_connection collation_database collation_server innodb_version lower_case_table_names
  max_allowed_packet sql_mode system_time_zone time_zone tx_isolation transaction_isolation version version_comment
  version_compile_machine version_compile_os`.split(/\s+/),
)

/** One operand of an expression: a literal, column, call, bracket, CASE or sub-select. */
export function readOperand(reading: Reading): void {
  const token = reading.peek()
  switch (token.kind) {
    case 'NUMBER':
      reading.take()
      return
    case 'STRING':
      // Strings in a row are one string.
      while (reading.peek().kind === 'STRING') reading.take()
      return
    case 'VARIABLE':
      return readVariable(reading)
    case 'SYMBOL':
      return readSign(reading)
    case 'WORD':
      return readWord(reading)
    case 'QUOTED':
      return readColumnOrCall(reading)
    case 'END':
      return reading.fail()
  }
}

function readVariable(reading: Reading): void {
  const token = reading.take()
  const name = token.text.toLowerCase().replace(/^@@(?:(?:global|session|local)\.)?/, '')
  if (!HARMLESS_VARIABLES.has(name)) reading.facts.unknownSyntax.push(mention(reading, token, token.text))
}

function readSign(reading: Reading): void {
  const token = reading.take()
  if (token.text === '(') return readBracket(reading)
  if (token.text === '?') {
    reading.facts.parameters.push(mention(reading, token, '?'))
    return
  }
  if (token.text !== '{') reading.fail(token)
  // Of the ODBC braces only dates and times: others wrap any expression.
  reading.expectWord('D', 'T', 'TS')
  if (reading.take().kind !== 'STRING') reading.fail(reading.last())
  reading.expectSymbol('}')
}

/** Behind an opening bracket: a sub-select, or one expression or several. */
function readBracket(reading: Reading): void {
  reading.inside(() => {
    if (startsQuery(reading)) reading.conditions.whole(() => readQuery(reading))
    else {
      const bracket = reading.isSymbol('(')
      reading.list(() => readExpression(reading))
      // ((SELECT …) UNION …): what looked like an expression was the first part of a query.
      if (bracket && reading.last().text === ')') reading.conditions.whole(() => readQueryAfterFirst(reading))
    }
  })
  reading.expectSymbol(')')
}

function readWord(reading: Reading): void {
  const token = reading.peek()
  const called = reading.isSymbol('(', 1)
  switch (token.word) {
    case 'NULL':
    case 'TRUE':
    case 'FALSE':
      reading.take()
      return
    case 'CASE':
      return reading.conditions.whole(() => readCase(reading))
    case 'EXISTS':
      return readExists(reading)
    case 'INTERVAL':
      return readInterval(reading)
    case 'MATCH':
      return readMatch(reading)
    case 'CONVERT':
      return called ? readCall(reading, [reading.take()]) : reading.fail()
    case 'NEXT':
    case 'PREVIOUS':
      if (reading.peek(1).word === 'VALUE' && reading.peek(2).word === 'FOR') return readSequence(reading)
  }
  if (['DATE', 'TIME', 'TIMESTAMP'].includes(token.word) && reading.peek(1).kind === 'STRING') {
    reading.take()
    reading.take()
  } else if (called && RESERVED_CALLS.has(token.word)) readCall(reading, [reading.take()])
  else if (!called && CALLS_WITHOUT_BRACKETS.has(token.word) && !reading.isSymbol('.', 1)) {
    reading.take()
    addCall(reading, [token])
  } else readColumnOrCall(reading)
}

function readColumnOrCall(reading: Reading): void {
  if (!isName(reading.peek())) reading.fail()
  const path = readPath(reading)
  if (reading.isSymbol('(')) return readCall(reading, path)
  reading.conditions.column(path.map(({ text }) => text))
}

function readCase(reading: Reading): void {
  reading.take()
  reading.inside(() => {
    if (!reading.isWord('WHEN')) readExpression(reading)
    do {
      reading.expectWord('WHEN')
      readExpression(reading)
      reading.expectWord('THEN')
      readExpression(reading)
    } while (reading.isWord('WHEN'))
    if (reading.takeWord('ELSE') !== null) readExpression(reading)
  })
  reading.expectWord('END')
}

function readExists(reading: Reading): void {
  reading.take()
  reading.expectSymbol('(')
  readBracket(reading)
}

/** `INTERVAL 1 DAY`, or the function INTERVAL(1, 2, 3). */
function readInterval(reading: Reading): void {
  const token = reading.take()
  const bracket = reading.isSymbol('(')
  reading.inside(() => readExpression(reading))
  if (reading.peek().word !== '' && TIME_UNITS.has(reading.peek().word)) reading.take()
  else if (bracket) addCall(reading, [token])
  else reading.fail()
}

function readMatch(reading: Reading): void {
  reading.take()
  const bracket = reading.takeSymbol('(')
  reading.list(() => reading.conditions.column(readPath(reading).map(({ text }) => text)))
  if (bracket !== null) reading.expectSymbol(')')
  reading.expectWord('AGAINST')
  reading.expectSymbol('(')
  reading.inside(() => readExpression(reading, { endsAtIn: true }))
  if (reading.takeWord('IN') !== null) {
    if (reading.takeWord('BOOLEAN') === null)
      ['NATURAL', 'LANGUAGE'].forEach(word => reading.expectWord(word))
    reading.expectWord('MODE')
  }
  if (reading.takeWord('WITH') !== null) ['QUERY', 'EXPANSION'].forEach(word => reading.expectWord(word))
  reading.expectSymbol(')')
}

/** NEXT VALUE FOR s is nextval(s). */
function readSequence(reading: Reading): void {
  const token = reading.take()
  reading.take()
  reading.take()
  readPath(reading)
  const name = token.word === 'NEXT' ? 'nextval' : 'lastval'
  const { start, end } = mention(reading, token, name)
  reading.facts.functions.push({ schema: null, name, form: 'CALL', start, end })
}

/** A column or `*`, `t.*`, `s.t.*` of a select list; false when it is not a star. */
export function readStar(reading: Reading): boolean {
  if (reading.takeSymbol('*') !== null) return true
  for (const ahead of [1, 3])
    if (reading.isSymbol('.', ahead) && reading.isSymbol('*', ahead + 1)) {
      if (!isName(reading.take())) reading.fail(reading.last())
      if (ahead === 3) readBehindDot(reading)
      reading.take()
      reading.take()
      return true
    }
  return false
}
