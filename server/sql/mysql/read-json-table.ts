import { readExpression } from './read-expression.ts'
import { readName } from './read-name.ts'
import type { Reading } from './reading.ts'
import { readType } from './read-type.ts'

/** What stands in the brackets of JSON_TABLE(document, path COLUMNS (…)). */
export function readJsonTable(reading: Reading): void {
  reading.expectSymbol('(')
  readExpression(reading)
  reading.expectSymbol(',')
  readPathText(reading)
  readColumns(reading)
  reading.expectSymbol(')')
}

function readColumns(reading: Reading): void {
  reading.expectWord('COLUMNS')
  reading.expectSymbol('(')
  reading.inside(() => reading.list(() => readColumn(reading)))
  reading.expectSymbol(')')
}

function readColumn(reading: Reading): void {
  if (reading.takeWord('NESTED') !== null) {
    reading.takeWord('PATH')
    readPathText(reading)
    return readColumns(reading)
  }
  readName(reading)
  if (reading.takeWord('FOR') !== null) {
    reading.expectWord('ORDINALITY')
    return
  }
  readType(reading)
  reading.takeWord('EXISTS')
  reading.expectWord('PATH')
  readPathText(reading)
  readOnEmptyOrError(reading)
}

/** `NULL ON EMPTY ERROR ON ERROR`, also of JSON_VALUE. */
export function readOnEmptyOrError(reading: Reading): void {
  while (reading.isWord('NULL', 'ERROR', 'DEFAULT')) {
    if (reading.take().word === 'DEFAULT' && !['STRING', 'NUMBER'].includes(reading.take().kind))
      reading.fail(reading.last())
    reading.expectWord('ON')
    reading.expectWord('EMPTY', 'ERROR')
  }
}

function readPathText(reading: Reading): void {
  if (reading.take().kind !== 'STRING') reading.fail(reading.last())
}
