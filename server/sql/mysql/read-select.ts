import { readExpression } from './read-expression.ts'
import { readFrom } from './read-from.ts'
import type { From } from './read-from.ts'
import { isName, readAlias, readName } from './read-name.ts'
import { readStar } from './read-operand.ts'
import { readInto, readSortKeys } from './read-query.ts'
import type { QueryShape } from './read-query.ts'
import { mention } from './reading.ts'
import type { Reading } from './reading.ts'
import { readWindow } from './read-call.ts'
import { looseItems } from '../loose-items.ts'
import type { Token } from './token.ts'

const OPTIONS = [
  ...['ALL', 'STRAIGHT_JOIN', 'SQL_SMALL_RESULT', 'SQL_BIG_RESULT', 'SQL_BUFFER_RESULT', 'SQL_CACHE'],
  ...['SQL_NO_CACHE', 'SQL_CALC_FOUND_ROWS', 'HIGH_PRIORITY', 'DISTINCT', 'DISTINCTROW'],
]

/** One SELECT behind its first word, up to ORDER BY or what else follows the whole query. */
export function readSelect(reading: Reading): QueryShape {
  const distinct = readOptions(reading)
  const { columns, aggregated } = readItems(reading)
  readInto(reading)
  const from = reading.takeWord('FROM') === null ? null : readFrom(reading)
  const filtered = reading.takeWord('WHERE') !== null
  if (filtered) addCondition(reading, from)
  const grouped = readGroupBy(reading)
  if (reading.takeWord('HAVING') !== null) readExpression(reading)
  if (reading.takeWord('WINDOW') !== null) reading.list(() => readNamedWindow(reading))
  addCrossJoins(reading, from)

  const oneRow = !grouped && (from === null || aggregated)
  const bounded = distinct || filtered || grouped || oneRow
  return { columns, oneRow, wholeTable: !bounded && from?.wholeTable === true }
}

/** True when one of them is DISTINCT. */
function readOptions(reading: Reading): boolean {
  let distinct = false
  for (let option = reading.takeWord(...OPTIONS); option !== null; option = reading.takeWord(...OPTIONS)) {
    if (option.word.startsWith('DISTINCT')) distinct = true
    // It makes writers wait for this statement.
    if (option.word === 'HIGH_PRIORITY')
      reading.facts.unknownSyntax.push(mention(reading, option, 'HIGH_PRIORITY'))
  }
  return distinct
}

function readItems(reading: Reading): Pick<QueryShape, 'columns'> & { aggregated: boolean } {
  const outer = reading.aggregates
  reading.aggregates = 0
  const names: (string | null)[] = []
  let star = false
  reading.list(() => {
    if (readStar(reading)) star = true
    else names.push(readItem(reading))
  })
  const aggregated = reading.aggregates > 0
  reading.aggregates = outer
  return { columns: star ? null : names, aggregated }
}

/** The name of the column: its alias, or that of the column it shows. */
function readItem(reading: Reading): string | null {
  const column = endOfColumn(reading)
  readExpression(reading)
  const shown = column !== null && column === reading.last() ? column.text : null
  return readAlias(reading, { string: true }) ?? shown
}

/** The last name of the column that the next tokens may be. */
function endOfColumn(reading: Reading): Token | null {
  if (!isName(reading.peek())) return null
  let ahead = 0
  while (reading.isSymbol('.', ahead + 1)) ahead += 2
  return reading.peek(ahead)
}

function addCondition(reading: Reading, from: From | null): void {
  const ties = reading.conditions.collect(() => readExpression(reading))
  if (from === null) return
  if (ties === null) from.unclear = true
  else from.ties.push(...ties)
}

function readGroupBy(reading: Reading): boolean {
  if (reading.takeWord('GROUP') === null) return false
  reading.expectWord('BY')
  if (reading.isSymbol('(', 1)) reading.takeWord('ROLLUP')
  readSortKeys(reading)
  return true
}

function readNamedWindow(reading: Reading): void {
  readName(reading)
  reading.expectWord('AS')
  readWindow(reading)
}

function addCrossJoins(reading: Reading, from: From | null): void {
  if (from === null || from.unclear) return
  for (const { name, start, end } of looseItems(from.items, from.ties))
    reading.facts.crossJoins.push({ start, end, words: name })
}
