import { readExpression } from './read-expression.ts'
import { readName, readNames, readPath } from './read-name.ts'
import { addTable, mention } from './reading.ts'
import type { Reading } from './reading.ts'
import { readSelect } from './read-select.ts'

/** What a query says of its rows. */
export interface QueryShape {
  columns: readonly (string | null)[] | null
  /** Nothing in the text bounds them. */
  wholeTable: boolean
  oneRow: boolean
  /** LIMIT takes some of several rows, and nothing says which. */
  unorderedLimit?: boolean
  /** ORDER BY stands at its end. */
  ordered?: boolean
}

const SET_OPERATIONS = ['UNION', 'EXCEPT', 'INTERSECT', 'MINUS']
const CHANGES = ['INSERT', 'UPDATE', 'DELETE', 'REPLACE']

export function startsQuery({ isWord }: Reading): boolean {
  return isWord('SELECT', 'WITH', 'TABLE', 'VALUES')
}

/** SELECT, TABLE or VALUES, with WITH before it, set operations, and what may follow. */
export function readQuery(reading: Reading): QueryShape {
  return reading.inside(() => {
    const outer = reading.withNames
    if (reading.takeWord('WITH') !== null) readWith(reading)
    const shape = readRest(reading, readTerm(reading))
    reading.withNames = outer
    return shape
  })
}

/** The rest of a query whose first part, in brackets, has been read as an expression or table. */
export function readQueryAfterFirst(reading: Reading): void {
  readRest(reading, { columns: null, wholeTable: false, oneRow: false })
}

/** Each query of the list sees those before it; with RECURSIVE it sees itself too. */
function readWith(reading: Reading): void {
  const recursive = reading.takeWord('RECURSIVE') !== null
  const names = new Set(reading.withNames)
  reading.withNames = names
  reading.list(() => {
    const { text } = readName(reading)
    if (recursive) names.add(text)
    if (reading.isSymbol('(')) readNames(reading)
    reading.expectWord('AS')
    reading.expectSymbol('(')
    readQuery(reading)
    reading.expectSymbol(')')
    if (reading.takeWord('CYCLE') !== null) {
      reading.list(() => readName(reading))
      reading.expectWord('RESTRICT')
    }
    names.add(text)
  })
}

function readTerm(reading: Reading): QueryShape {
  if (reading.takeSymbol('(') !== null) {
    const shape = readQuery(reading)
    reading.expectSymbol(')')
    return shape
  }
  if (reading.takeWord('SELECT') !== null) return readSelect(reading)
  if (reading.takeWord('VALUES') !== null) return readValues(reading)
  if (reading.takeWord('TABLE') !== null) {
    addTable(reading, readPath(reading))
    return { columns: null, wholeTable: true, oneRow: false }
  }
  const change = reading.takeWord(...CHANGES)
  if (change === null) return reading.fail()
  reading.facts.changes.push(mention(reading, change, change.word))
  skipRest(reading)
  return { columns: null, wholeTable: false, oneRow: false }
}

function readValues(reading: Reading): QueryShape {
  let columns = 0
  reading.list(() => {
    reading.takeWord('ROW')
    reading.expectSymbol('(')
    columns = 0
    reading.list(() => {
      readExpression(reading)
      columns++
    })
    reading.expectSymbol(')')
  })
  return { columns: Array.from({ length: columns }, () => null), wholeTable: false, oneRow: false }
}

function readRest(reading: Reading, first: QueryShape): QueryShape {
  let shape = first
  while (reading.takeWord(...SET_OPERATIONS) !== null) {
    reading.takeWord('ALL', 'DISTINCT')
    readTerm(reading)
    shape = { columns: first.columns, wholeTable: false, oneRow: false }
  }
  const ordered = reading.isWord('ORDER')
  readOrderBy(reading)
  const cuts = cutsRows(reading)
  const limited = readLimit(reading)
  while (readProcedure(reading) || readInto(reading) || readLock(reading));
  if (!limited) return ordered ? { ...shape, ordered } : shape
  return {
    ...shape,
    ordered: ordered || shape.ordered === true,
    wholeTable: false,
    unorderedLimit: cuts && !ordered && !shape.oneRow,
  }
}

/** LIMIT 0 asks for the columns only. */
function cutsRows(reading: Reading): boolean {
  return !(reading.isWord('LIMIT') && reading.peek(1).text === '0' && !reading.isSymbol(',', 2))
}

export function readOrderBy(reading: Reading): void {
  if (reading.takeWord('ORDER') === null) return
  reading.expectWord('BY')
  readSortKeys(reading)
}

export function readSortKeys(reading: Reading): void {
  reading.list(() => {
    readExpression(reading)
    reading.takeWord('ASC', 'DESC')
  })
  if (reading.takeWord('WITH') !== null) reading.expectWord('ROLLUP', 'CUBE')
}

function readLimit(reading: Reading): boolean {
  if (reading.takeWord('LIMIT') !== null) {
    if (!reading.isWord('ROWS')) reading.list(() => readExpression(reading))
    if (reading.takeWord('OFFSET') !== null) readExpression(reading)
    if (reading.takeWord('ROWS') !== null) {
      reading.expectWord('EXAMINED')
      readExpression(reading)
    }
    return true
  }
  if (reading.takeWord('OFFSET') !== null) {
    readExpression(reading)
    reading.expectWord('ROW', 'ROWS')
  }
  if (reading.takeWord('FETCH') === null) return false
  reading.expectWord('FIRST', 'NEXT')
  if (!reading.isWord('ROW', 'ROWS')) readExpression(reading)
  reading.expectWord('ROW', 'ROWS')
  if (reading.takeWord('WITH') === null) reading.expectWord('ONLY')
  else reading.expectWord('TIES')
  return true
}

/** PROCEDURE ANALYSE() of older servers: a plug-in that looks at every row. */
function readProcedure(reading: Reading): boolean {
  const token = reading.takeWord('PROCEDURE')
  if (token === null) return false
  readExpression(reading)
  reading.facts.unknownSyntax.push(mention(reading, token, 'PROCEDURE'))
  return true
}

/** INTO, in each of the places it may have. Its details do not matter. */
export function readInto(reading: Reading): boolean {
  const token = reading.takeWord('INTO')
  if (token === null) return false
  const file = reading.takeWord('OUTFILE', 'DUMPFILE')
  reading.facts.intos.push(mention(reading, token, file === null ? 'INTO' : `INTO ${file.word}`))
  while (['STRING', 'WORD', 'QUOTED'].includes(reading.peek().kind) || reading.isSymbol(',')) {
    if (reading.isWord('FROM', 'FOR', 'LOCK', 'WHERE')) break
    reading.take()
  }
  return true
}

function readLock(reading: Reading): boolean {
  const token = reading.takeWord('FOR', 'LOCK')
  if (token === null) return false
  if (token.word === 'LOCK') ['IN', 'SHARE', 'MODE'].forEach(word => reading.expectWord(word))
  else reading.expectWord('UPDATE', 'SHARE')
  const words = token.word === 'LOCK' ? 'LOCK IN SHARE MODE' : `FOR ${reading.last().word}`
  reading.facts.locks.push(mention(reading, token, words))
  if (reading.takeWord('OF') !== null) reading.list(() => readPath(reading))
  while (reading.isWord('NOWAIT', 'SKIP', 'LOCKED', 'WAIT') || reading.peek().kind === 'NUMBER')
    reading.take()
  return true
}

/** To the end of this statement, or of the bracket it stands in. */
export function skipRest(reading: Reading): void {
  for (let depth = 0; reading.peek().kind !== 'END' && !reading.isSymbol(';');) {
    if (reading.isSymbol('(')) depth++
    if (reading.isSymbol(')') && --depth < 0) return
    reading.take()
  }
}
