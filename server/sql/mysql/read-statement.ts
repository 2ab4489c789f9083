import type { Statement } from '../statement.ts'
import { emptyFacts } from './reading.ts'
import type { Reading } from './reading.ts'
import { readInspection } from './read-inspection.ts'
import { readQuery, skipRest, startsQuery } from './read-query.ts'
import type { QueryShape } from './read-query.ts'

const CHANGES = ['INSERT', 'UPDATE', 'DELETE', 'REPLACE', 'LOAD']
/** Their second word says what they do. */
const TWO_WORDS = new Set(
  `ALTER BACKUP CREATE DROP EXECUTE FLUSH INSTALL LOAD LOCK OPTIMIZE PURGE RENAME RESET SET SHOW START STOP TRUNCATE
  UNINSTALL UNLOCK`.split(/\s+/),
)

/** One statement, up to its semicolon or the end. What is not a query is known by its first words, and not read further. */
export function readStatement(reading: Reading): Statement {
  reading.facts = emptyFacts()
  const first = reading.peek()
  const shape = startsQuery(reading) || reading.isSymbol('(') ? readQuery(reading) : null
  const inspection = shape === null ? readInspection(reading) : null
  const command =
    inspection?.command ??
    (shape === null ? readCommand(reading) : (reading.facts.changes[0]?.words ?? 'SELECT'))
  if (!reading.isSymbol(';') && reading.peek().kind !== 'END') reading.fail()
  return {
    start: first.start,
    end: reading.last().end,
    command,
    reads: (shape ?? inspection) !== null && reading.facts.changes.length === 0,
    ...(inspection === null ? {} : { inspects: inspection.inspects }),
    ...reading.facts,
    ...shapeOf(shape),
  }
}

function shapeOf(
  shape: QueryShape | null,
): Pick<Statement, 'columns' | 'wholeTable' | 'unorderedLimit' | 'ordered'> {
  const { columns = null, wholeTable = false, unorderedLimit = false, ordered = false } = shape ?? {}
  return { columns, wholeTable, unorderedLimit, ordered }
}

function readCommand(reading: Reading): string {
  const first = reading.take()
  if (first.word === '') reading.fail(first)
  const second = reading.peek().word
  const words = TWO_WORDS.has(first.word) && second !== '' ? `${first.word} ${second}` : first.word
  if (CHANGES.includes(first.word) && words !== 'LOAD INDEX')
    reading.facts.changes.push({ start: first.start, end: first.end, words })
  skipRest(reading)
  // A bracket too many is no matter here: nothing of this is allowed.
  while (reading.takeSymbol(')') !== null) skipRest(reading)
  return words
}
