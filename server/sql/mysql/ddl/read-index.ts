import type { ActionFacts, IndexDefinition } from '../../written-change.ts'
import type { DdlReading } from './ddl-reading.ts'
import { readReference } from './read-column.ts'

/** What ADD may bring, or a CREATE TABLE may hold, that is no column; null where it is one. */
export function readKeyOrCheck(reading: DdlReading): ActionFacts | null {
  const first = reading.peek()
  let name: string | null = null
  if (reading.takeWord('CONSTRAINT') !== null && !reading.isWord('PRIMARY', 'UNIQUE', 'FOREIGN', 'CHECK'))
    name = reading.name().text
  if (reading.takeWord('CHECK') !== null) {
    reading.skipBrackets()
    if (reading.takeWord('NOT') !== null) reading.expectWord('ENFORCED')
    else reading.takeWord('ENFORCED')
    return { kind: 'ADD_CHECK' }
  }
  if (reading.takeWord('FOREIGN') !== null) {
    reading.expectWord('KEY')
    takeIfNotExists(reading)
    if (!reading.isSymbol('(')) reading.name()
    const columns = reading.names()
    reading.expectWord('REFERENCES')
    return { kind: 'ADD_FOREIGN_KEY', columns, reference: readReference(reading) }
  }
  if (reading.takeWord('PRIMARY') !== null) {
    reading.expectWord('KEY')
    if (!reading.isSymbol('(') && !reading.isWord('USING')) reading.name()
    return { kind: 'ADD_INDEX', index: readParts(reading, 'PRIMARY', 'PRIMARY') }
  }
  const special = reading.takeWord('UNIQUE', 'FULLTEXT', 'SPATIAL')
  const word = reading.takeWord('INDEX', 'KEY')
  if (special === null && word === null) return name === null ? null : reading.fail(first)
  takeIfNotExists(reading)
  if (!reading.isSymbol('(') && !reading.isWord('USING')) name = reading.name().text
  const type = (special?.word ?? 'PLAIN') as IndexDefinition['type']
  return { kind: 'ADD_INDEX', index: readParts(reading, type, name) }
}

export function takeIfNotExists(reading: DdlReading): void {
  if (!reading.isWord('IF') || reading.peek(1).word !== 'NOT') return
  reading.take()
  reading.take()
  reading.expectWord('EXISTS')
}

export function takeIfExists(reading: DdlReading): void {
  if (!reading.isWord('IF') || reading.peek(1).word !== 'EXISTS') return
  reading.take()
  reading.take()
}

/** The parts of a key in brackets, and what may stand around them. */
export function readParts(
  reading: DdlReading,
  type: IndexDefinition['type'],
  name: string | null,
): IndexDefinition {
  if (reading.takeWord('USING') !== null) reading.take()
  const columns: (string | null)[] = []
  reading.expectSymbol('(')
  reading.list(() => {
    if (reading.isSymbol('(')) {
      reading.skipBrackets()
      columns.push(null)
    } else {
      const column = reading.name().text
      // The beginning of a column is not the column.
      columns.push(reading.isSymbol('(') ? null : column)
      if (reading.isSymbol('(')) reading.skipBrackets()
    }
    reading.takeWord('ASC', 'DESC')
  })
  reading.expectSymbol(')')
  for (;;) {
    if (reading.takeWord('USING', 'COMMENT', 'KEY_BLOCK_SIZE') !== null) {
      reading.takeSymbol('=')
      reading.take()
    } else if (reading.takeWord('WITH') !== null) {
      reading.expectWord('PARSER')
      reading.name()
    } else if (reading.takeWord('VISIBLE', 'INVISIBLE', 'IGNORED') === null) {
      if (reading.takeWord('NOT') === null) return { type, name, columns }
      reading.expectWord('IGNORED')
    }
  }
}
