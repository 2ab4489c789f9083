import type { Action, CreateTable } from '../../written-change.ts'
import type { DdlReading } from './ddl-reading.ts'
import { ANY_SERVER_RESERVED } from './any-server-reserved.ts'
import { readColumn } from './read-column.ts'
import { readKeyOrCheck, takeIfNotExists } from './read-index.ts'
import { readOption } from './read-option.ts'
import type { Place } from '../../statement.ts'

/** Behind CREATE [OR REPLACE] TABLE. Throws Unreadable for what is not known. */
export function readCreateTable(reading: DdlReading, replaces: Place | null): CreateTable {
  takeIfNotExists(reading)
  const first = reading.peek()
  const table = reading.table()
  const tableAt = reading.since(first)
  const made = {
    verb: 'CREATE_TABLE',
    table,
    tableAt,
    replaces,
    reserved: ANY_SERVER_RESERVED.has(table.name.toUpperCase()),
  } as const
  const isCopy = reading.isWord('LIKE') || (reading.isSymbol('(') && reading.peek(1).word === 'LIKE')
  if (isCopy || reading.isWord('AS', 'SELECT', 'WITH')) {
    while (reading.peek().kind !== 'END') reading.take()
    return { ...made, list: null, copies: isCopy ? 'LIKE' : 'QUERY', actions: [] }
  }
  const actions: Action[] = []
  const open = reading.expectSymbol('(')
  reading.list(() => {
    const first = reading.peek()
    const found = readKeyOrCheck(reading) ?? { kind: 'ADD_COLUMN' as const, column: readColumn(reading) }
    actions.push({ ...found, ...reading.since(first) })
  })
  reading.expectSymbol(')')
  const list = reading.since(open)
  while (reading.peek().kind !== 'END') {
    const first = reading.peek()
    if (reading.takeSymbol(',') !== null) continue
    if (reading.isWord('PARTITION')) {
      while (reading.peek().kind !== 'END') reading.take()
      actions.push({ kind: 'PARTITION', what: 'BY', ...reading.since(first) })
    } else if (reading.isWord('AS', 'SELECT')) {
      while (reading.peek().kind !== 'END') reading.take()
      return { ...made, list, copies: 'QUERY', actions }
    } else actions.push({ ...(readOption(reading) ?? reading.fail()), ...reading.since(first) })
  }
  return { ...made, list, copies: null, actions }
}
