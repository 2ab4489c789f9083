import type { TableName } from '../../closer-look.ts'
import type { AlterTable, CreateProgram, WrittenChange } from '../../written-change.ts'
import type { Place } from '../../statement.ts'
import { Unreadable } from '../token.ts'
import type { Token } from '../token.ts'
import { createDdlReading } from './ddl-reading.ts'
import type { DdlReading } from './ddl-reading.ts'
import { readActions } from './read-alter.ts'
import { readCreateTable } from './read-create-table.ts'
import { readParts, takeIfExists, takeIfNotExists } from './read-index.ts'
import { readOption } from './read-option.ts'

const UNREAD: WrittenChange = { verb: 'UNREAD' }

/**
 * What a statement says that it does. By a reader of our own: sql-parser-cst 0.43 reads half of what ALTER TABLE can say in
 * either of its dialects (no MODIFY, CHANGE, ADD INDEX or CONVERT TO). What this one does not know is UNREAD, or an action
 * of it UNKNOWN: nothing is concluded from these.
 * @param tokens of one statement, without an end
 */
export function readWritten(tokens: readonly Token[], sql: string): WrittenChange {
  try {
    const reading = createDdlReading(tokens, sql)
    const written = read(reading)
    return written.verb === 'UNREAD' || reading.peek().kind === 'END' ? written : UNREAD
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error
    return UNREAD
  }
}

function read(reading: DdlReading): WrittenChange {
  const first = reading.take()
  switch (first.word) {
    case 'ALTER':
      return readAlter(reading)
    case 'CREATE':
      return readCreate(reading)
    case 'DROP':
      return readDrop(reading)
    case 'RENAME':
      return readRename(reading)
    case 'TRUNCATE':
      reading.takeWord('TABLE')
      return { verb: 'TRUNCATE', table: tableOf(reading).table }
    case 'SET':
      return readSet(reading)
    case 'UPDATE':
    case 'DELETE':
    case 'INSERT':
    case 'REPLACE':
      return readWrite(reading, first.word)
    default:
      return UNREAD
  }
}

/** A table with what may stand behind it about waiting for it. */
function tableOf(reading: DdlReading): { table: TableName; tableAt: Place; wait: Place | null } {
  const first = reading.peek()
  const table = reading.table()
  const tableAt = reading.since(first)
  return { table, tableAt, wait: readWait(reading) }
}

function readWait(reading: DdlReading): Place | null {
  const wait = reading.takeWord('WAIT', 'NOWAIT')
  if (wait === null) return null
  if (wait.word === 'WAIT' && reading.take().kind !== 'NUMBER') reading.fail(reading.last())
  return reading.since(wait)
}

function readAlter(reading: DdlReading): WrittenChange {
  reading.takeWord('ONLINE', 'OFFLINE')
  const ignore = reading.takeWord('IGNORE')
  if (reading.takeWord('TABLE') === null) return UNREAD
  takeIfExists(reading)
  const place = tableOf(reading)
  return { verb: 'ALTER_TABLE', ...place, ignores: placeOf(ignore), actions: readActions(reading) }
}

const placeOf = (token: Token | null): Place | null =>
  token === null ? null : { start: token.start, end: token.end }

function readCreate(reading: DdlReading): WrittenChange {
  const or = reading.takeWord('OR')
  if (or !== null) reading.expectWord('REPLACE')
  const replaces = or === null ? null : reading.since(or)
  if (reading.takeWord('TABLE') !== null) return readCreateTable(reading, replaces)
  reading.takeWord('ONLINE', 'OFFLINE')
  const special = reading.takeWord('UNIQUE', 'FULLTEXT', 'SPATIAL')
  if (reading.takeWord('INDEX') !== null) return readCreateIndex(reading, special)
  return special === null ? readProgram(reading) : UNREAD
}

function readCreateIndex(reading: DdlReading, special: Token | null): AlterTable {
  const first = reading.last()
  takeIfNotExists(reading)
  const name = reading.name().text
  if (reading.takeWord('USING') !== null) reading.take()
  reading.expectWord('ON')
  const place = tableOf(reading)
  const index = readParts(reading, (special?.word ?? 'PLAIN') as 'PLAIN', name)
  const made = { kind: 'ADD_INDEX' as const, index, ...reading.since(special ?? first) }
  return {
    verb: 'CREATE_INDEX',
    ...place,
    ignores: null,
    actions: [made, ...readOptions(reading)],
  }
}

function readOptions(reading: DdlReading): AlterTable['actions'] {
  const actions: AlterTable['actions'][number][] = []
  while (reading.peek().kind !== 'END') {
    const first = reading.peek()
    actions.push({ ...(readOption(reading) ?? reading.fail()), ...reading.since(first) })
  }
  return actions
}

/** CREATE … VIEW, TRIGGER and the like: only what stands before its body, and whether a view runs as its caller. */
function readProgram(reading: DdlReading): WrittenChange {
  let invoker = false
  while (reading.peek().kind !== 'END') {
    const token = reading.take()
    if (token.word === 'INVOKER') invoker = true
    if (!PROGRAMS.has(token.word)) continue
    const what = token.word as CreateProgram['what']
    while (reading.peek().kind !== 'END') {
      const word = reading.take().word
      // Of a routine it stands among its characteristics, before the body.
      if (word === 'BEGIN' || word === 'RETURN' || word === 'AS') break
      if (word === 'SECURITY' && reading.isWord('INVOKER')) invoker = true
    }
    while (reading.peek().kind !== 'END') reading.take()
    return { verb: 'CREATE_PROGRAM', what, at: { start: token.start, end: token.end }, asInvoker: invoker }
  }
  return UNREAD
}

const PROGRAMS = new Set(['VIEW', 'TRIGGER', 'PROCEDURE', 'FUNCTION', 'EVENT'])

function readDrop(reading: DdlReading): WrittenChange {
  const first = reading.takeWord('INDEX')
  if (first !== null) {
    takeIfExists(reading)
    const name = reading.name().text
    const action = { kind: 'DROP_INDEX' as const, name, ...reading.since(first) }
    reading.expectWord('ON')
    const place = tableOf(reading)
    return { verb: 'DROP_INDEX', ...place, ignores: null, actions: [action, ...readOptions(reading)] }
  }
  if (reading.takeWord('TABLE', 'TABLES') === null) return UNREAD
  takeIfExists(reading)
  const tables: TableName[] = []
  reading.list(() => tables.push(reading.table()))
  readWait(reading)
  reading.takeWord('RESTRICT', 'CASCADE')
  return { verb: 'DROP_TABLE', tables }
}

function readRename(reading: DdlReading): WrittenChange {
  reading.expectWord('TABLE', 'TABLES')
  takeIfExists(reading)
  const pairs: { from: TableName; to: TableName }[] = []
  reading.list(() => {
    const { table: from } = tableOf(reading)
    reading.expectWord('TO')
    pairs.push({ from, to: reading.table() })
  })
  return { verb: 'RENAME_TABLE', pairs }
}

function readSet(reading: DdlReading): WrittenChange {
  const settings: (Place & { name: string; value: string })[] = []
  reading.list(() => {
    const first = reading.peek()
    reading.takeWord('SESSION', 'LOCAL')
    const name = reading
      .take()
      .text.replace(/^@@(session\.|local\.)?/i, '')
      .toLowerCase()
    const equals = reading.expectSymbol('=')
    reading.skipPart()
    const place = reading.since(first)
    const value = reading.textOf({ start: equals.end, end: place.end }).trim()
    settings.push({ ...place, name, value })
  })
  return { verb: 'SET', settings }
}

/** Where the WHERE of a sub-select could be taken for its own, it is read as having none. */
function readWrite(reading: DdlReading, verb: string): WrittenChange {
  let where = false
  while (reading.peek().kind !== 'END') {
    if (reading.isSymbol('(')) reading.skipBrackets()
    else if (reading.take().word === 'WHERE') where = true
  }
  const what = verb === 'UPDATE' || verb === 'DELETE' ? verb : 'INSERT'
  return { verb: 'WRITE_ROWS', what, all: what !== 'INSERT' && !where }
}
