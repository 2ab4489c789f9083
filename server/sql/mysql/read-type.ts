import type { Reading } from './reading.ts'

/** The type of a CAST or of a column of JSON_TABLE, e.g. `decimal(10, 2)`, `char(5) character set utf8mb4`. */
export function readType(reading: Reading): void {
  const first = reading.take()
  if (first.kind !== 'WORD') reading.fail(first)
  reading.takeWord('PRECISION', 'VARYING', 'INTEGER', 'INT')
  const name = first.text.toLowerCase()
  reading.facts.types.push({ schema: null, name, start: first.start, end: first.end })
  if (reading.takeSymbol('(') !== null) {
    reading.list(() => (reading.peek().kind === 'NUMBER' ? reading.take() : reading.fail()))
    reading.expectSymbol(')')
  }
  for (;;) {
    if (reading.takeWord('UNSIGNED', 'ZEROFILL', 'BINARY', 'ASCII', 'UNICODE', 'ARRAY')) continue
    if (reading.takeWord('CHARSET', 'COLLATE')) readCharset(reading)
    else if (reading.takeWord('CHARACTER')) {
      reading.expectWord('SET')
      readCharset(reading)
    } else return
  }
}

/** The name of a character set or collation. */
export function readCharset(reading: Reading): void {
  const { kind } = reading.take()
  if (!['WORD', 'QUOTED', 'STRING'].includes(kind)) reading.fail(reading.last())
}
