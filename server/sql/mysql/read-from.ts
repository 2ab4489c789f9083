import type { FromItem } from '../loose-items.ts'
import type { Place } from '../statement.ts'
import { readExpression } from './read-expression.ts'
import { readJsonTable } from './read-json-table.ts'
import { readAlias, readName, readNames, readPath } from './read-name.ts'
import { readQuery, readQueryAfterFirst, startsQuery } from './read-query.ts'
import type { QueryShape } from './read-query.ts'
import { addTable } from './reading.ts'
import type { Reading } from './reading.ts'

interface Item extends FromItem, Place {}

/** What a FROM clause brings together. */
export interface From {
  items: Item[]
  ties: (readonly string[])[]
  /** True when a condition does not say whose columns it compares. */
  unclear: boolean
  /** True when it reads a table as it is. */
  wholeTable: boolean
}

const SET_OPERATIONS = ['UNION', 'EXCEPT', 'INTERSECT', 'MINUS']

export function readFrom(reading: Reading): From {
  const from: From = { items: [], ties: [], unclear: false, wholeTable: false }
  if (reading.takeWord('DUAL') === null) reading.list(() => readJoins(reading, from))
  return from
}

function readJoins(reading: Reading, from: From): void {
  const first = from.items.length
  readItem(reading, from)
  for (let join = readJoinWords(reading); join !== null; join = readJoinWords(reading)) {
    readItem(reading, from)
    readJoinCondition(reading, from, first)
    if (join === 'NATURAL') from.ties.push(from.items.slice(first).map(({ name }) => name))
  }
}

function readJoinWords(reading: Reading): 'NATURAL' | 'OTHER' | null {
  if (reading.takeWord('STRAIGHT_JOIN') !== null) return 'OTHER'
  const natural = reading.takeWord('NATURAL') !== null
  // `FULL` is no keyword on either server: as an alias it would name the table before it.
  const side = reading.takeWord('LEFT', 'RIGHT', 'INNER', 'CROSS')
  if (side !== null) reading.takeWord('OUTER')
  if (natural || side !== null) reading.expectWord('JOIN')
  else if (reading.takeWord('JOIN') === null) return null
  return natural ? 'NATURAL' : 'OTHER'
}

/** `a join b join c on … on …` has its conditions in a row. */
function readJoinCondition(reading: Reading, from: From, first: number): void {
  while (reading.isWord('ON', 'USING')) {
    if (reading.take().word === 'ON') {
      const ties = reading.conditions.collect(() => readExpression(reading))
      if (ties === null) from.unclear = true
      else from.ties.push(...ties)
    } else {
      readNames(reading)
      from.ties.push(from.items.slice(first).map(({ name }) => name))
    }
  }
}

function readItem(reading: Reading, from: From): void {
  const lateral = reading.isSymbol('(', 1) && reading.takeWord('LATERAL') !== null
  const start = reading.peek()
  if (reading.isWord('JSON_TABLE') && reading.isSymbol('(', 1)) {
    reading.take()
    readJsonTable(reading)
    addItem(readAlias(reading, { string: false }), false)
  } else if (reading.takeSymbol('(') !== null) {
    const shape = reading.inside(() => readBracket(reading, from))
    reading.expectSymbol(')')
    if (shape === null) return
    if (shape.wholeTable) from.wholeTable = true
    const alias = readAlias(reading, { string: false })
    if (reading.isSymbol('(')) readNames(reading)
    addItem(alias, !lateral && !shape.oneRow)
  } else {
    const path = readPath(reading)
    if (path.length > 2) reading.fail(path[2])
    addTable(reading, path)
    const name = path.at(-1)?.text ?? ''
    from.wholeTable = true
    readTableOptions(reading)
    const alias = readAlias(reading, { string: false })
    readIndexHints(reading)
    addItem(alias ?? name, path.length > 1 || !reading.withNames.has(name), path.at(-1)?.end)
  }

  function addItem(name: string | null, counts: boolean, end = reading.last().end): void {
    from.items.push({ name: name ?? `item ${from.items.length + 1}`, counts, start: start.start, end })
  }
}

/** A sub-select, or null for joins in brackets, whose tables stand among the others. */
function readBracket(reading: Reading, from: From): QueryShape | null {
  if (startsQuery(reading)) return readQuery(reading)
  const bracket = reading.isSymbol('(')
  reading.list(() => readJoins(reading, from))
  if (!bracket || reading.last().text !== ')' || !reading.isWord(...SET_OPERATIONS, 'ORDER', 'LIMIT'))
    return null
  // ((SELECT …) UNION …): what looked like a table was the first part of a query.
  from.items.pop()
  readQueryAfterFirst(reading)
  return { columns: null, wholeTable: false, oneRow: false }
}

/** PARTITION (p0), and FOR SYSTEM_TIME of MariaDB's tables with history. */
function readTableOptions(reading: Reading): void {
  if (reading.takeWord('PARTITION') !== null) readNames(reading)
  if (!reading.isWord('FOR') || reading.peek(1).word !== 'SYSTEM_TIME') return
  reading.take()
  reading.take()
  if (reading.takeWord('ALL') !== null) return
  if (reading.takeWord('AS') !== null) reading.expectWord('OF')
  else reading.expectWord('BETWEEN', 'FROM')
  const range = reading.last().word !== 'OF'
  reading.takeWord('TIMESTAMP')
  readExpression(reading)
  // BETWEEN a AND b is one expression to readExpression; FROM a TO b is two.
  if (range && reading.takeWord('TO') !== null) readExpression(reading)
}

function readIndexHints(reading: Reading): void {
  while (reading.takeWord('USE', 'FORCE', 'IGNORE') !== null) {
    reading.expectWord('INDEX', 'KEY')
    if (reading.takeWord('FOR') !== null) {
      const clause = reading.expectWord('JOIN', 'ORDER', 'GROUP')
      if (clause.word !== 'JOIN') reading.expectWord('BY')
    }
    reading.expectSymbol('(')
    if (!reading.isSymbol(')'))
      reading.list(() => (reading.takeWord('PRIMARY') === null ? readName(reading) : null))
    reading.expectSymbol(')')
    if (['USE', 'FORCE', 'IGNORE'].includes(reading.peek(1).word)) reading.takeSymbol(',')
  }
}
