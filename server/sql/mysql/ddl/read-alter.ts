import type { Action, ActionFacts } from '../../written-change.ts'
import { Unreadable } from '../token.ts'
import type { DdlReading } from './ddl-reading.ts'
import { readColumn, readDefault } from './read-column.ts'
import { readKeyOrCheck, takeIfExists, takeIfNotExists } from './read-index.ts'
import { readOption } from './read-option.ts'

/** The actions of an ALTER TABLE, behind the name of the table. One that is not known is UNKNOWN, and the others stand. */
export function readActions(reading: DdlReading): readonly Action[] {
  const actions: Action[] = []
  while (reading.peek().kind !== 'END') {
    const first = reading.peek()
    try {
      const found = readAction(reading)
      if (!reading.isAtEnd() && !found.every(({ kind }) => IS_OPTION.has(kind))) reading.fail()
      const place = reading.since(first)
      actions.push(...found.map(one => ('start' in one ? one : { ...one, ...place })))
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error
      reading.skipPart()
      // A bracket too many: nothing behind it is sure.
      if (reading.isSymbol(')')) while (reading.peek().kind !== 'END') reading.take()
      actions.push({ kind: 'UNKNOWN', ...reading.since(first) })
    }
    reading.takeSymbol(',')
  }
  return actions
}

/** Options may follow one another without a comma. */
const IS_OPTION = new Set(['OPTION', 'ENGINE', 'DEFAULT_CHARSET', 'ALGORITHM', 'LOCK'])

type Found = readonly (ActionFacts | Action)[]

function readAction(reading: DdlReading): Found {
  const option = readOption(reading)
  if (option !== null) return [option]
  const first = reading.take()
  switch (first.word) {
    case 'ADD':
      return readAdd(reading)
    case 'MODIFY':
    case 'CHANGE': {
      reading.takeWord('COLUMN')
      takeIfExists(reading)
      const from = first.word === 'CHANGE' ? reading.name().text : null
      const column = readColumn(reading)
      return [{ kind: 'MODIFY_COLUMN', from: from ?? column.name, column }]
    }
    case 'DROP':
      return [readDrop(reading)]
    case 'ALTER':
      return [readAlterPart(reading)]
    case 'RENAME':
      return [readRename(reading)]
    case 'CONVERT': {
      reading.expectWord('TO')
      const charset = readOption(reading)
      if (charset?.kind !== 'DEFAULT_CHARSET') return reading.fail()
      if (reading.takeWord('COLLATE') !== null) {
        reading.takeSymbol('=')
        reading.take()
      }
      return [{ ...charset, kind: 'CONVERT_CHARSET' }]
    }
    case 'FORCE':
      return [{ kind: 'OPTION', name: 'FORCE' }]
    case 'ORDER':
      reading.expectWord('BY')
      // What it is ordered by has commas of its own.
      while (reading.peek().kind !== 'END') reading.take()
      return [{ kind: 'OPTION', name: 'ORDER BY' }]
    case 'ENABLE':
    case 'DISABLE':
      reading.expectWord('KEYS')
      return [{ kind: 'OPTION', name: `${first.word} KEYS` }]
    case 'PARTITION':
    case 'TRUNCATE':
    case 'COALESCE':
    case 'REORGANIZE':
    case 'EXCHANGE':
    case 'REBUILD':
    case 'REMOVE':
    case 'OPTIMIZE':
    case 'ANALYZE':
    case 'CHECK':
    case 'REPAIR':
      if (first.word !== 'PARTITION') reading.expectWord('PARTITION', 'PARTITIONING')
      return [partition(reading, first.word === 'PARTITION' ? 'BY' : first.word)]
    default:
      return reading.fail(first)
  }
}

/** It is the last of its statement, and what it lists has commas of its own. */
function partition(reading: DdlReading, what: string): ActionFacts {
  while (reading.peek().kind !== 'END') reading.take()
  return { kind: 'PARTITION', what }
}

function readAdd(reading: DdlReading): Found {
  if (reading.isWord('PARTITION')) return [partition(reading, 'ADD')]
  const isSystem = reading.isWord('SYSTEM') && reading.peek(1).word === 'VERSIONING'
  if (isSystem || (reading.isWord('PERIOD') && reading.peek(1).word === 'FOR')) {
    reading.skipPart()
    return [{ kind: 'OPTION', name: isSystem ? 'SYSTEM VERSIONING' : 'PERIOD' }]
  }
  const key = readKeyOrCheck(reading)
  if (key !== null) return [key]
  reading.takeWord('COLUMN')
  takeIfNotExists(reading)
  if (reading.takeSymbol('(') === null) return [{ kind: 'ADD_COLUMN', column: readColumn(reading) }]
  const columns: Action[] = []
  reading.list(() => {
    const column = readColumn(reading)
    columns.push({ kind: 'ADD_COLUMN', column, start: column.start, end: column.end })
  })
  reading.expectSymbol(')')
  return columns
}

function readDrop(reading: DdlReading): ActionFacts {
  if (reading.takeWord('PARTITION') !== null) return partition(reading, 'DROP')
  if (reading.takeWord('PRIMARY') !== null) {
    reading.expectWord('KEY')
    return { kind: 'DROP_PRIMARY_KEY' }
  }
  if (reading.isWord('SYSTEM', 'PERIOD') && ['VERSIONING', 'FOR'].includes(reading.peek(1).word)) {
    const { word } = reading.take()
    reading.skipPart()
    return { kind: 'OPTION', name: word === 'SYSTEM' ? 'SYSTEM VERSIONING' : 'PERIOD' }
  }
  const what = reading.takeWord('INDEX', 'KEY', 'FOREIGN', 'CHECK', 'CONSTRAINT', 'COLUMN')?.word ?? 'COLUMN'
  if (what === 'FOREIGN') reading.expectWord('KEY')
  takeIfExists(reading)
  const name = reading.name().text
  if (what === 'COLUMN') {
    reading.takeWord('CASCADE', 'RESTRICT')
    return { kind: 'DROP_COLUMN', name }
  }
  return { kind: what === 'INDEX' || what === 'KEY' ? 'DROP_INDEX' : 'DROP_CONSTRAINT', name }
}

/** A default, or whether an index or a constraint counts. */
function readAlterPart(reading: DdlReading): ActionFacts {
  if (reading.takeWord('INDEX', 'KEY') !== null) {
    takeIfExists(reading)
    const name = reading.name().text
    reading.takeWord('NOT')
    reading.expectWord('IGNORED', 'INVISIBLE', 'VISIBLE')
    return { kind: 'ALTER_INDEX', name }
  }
  if (reading.takeWord('CHECK', 'CONSTRAINT') !== null) {
    reading.name()
    reading.takeWord('NOT')
    reading.expectWord('ENFORCED')
    return { kind: 'OPTION', name: 'ENFORCED' }
  }
  reading.takeWord('COLUMN')
  takeIfExists(reading)
  const name = reading.name().text
  if (reading.takeWord('DROP') !== null) {
    reading.expectWord('DEFAULT')
    return { kind: 'ALTER_DEFAULT', name, default: null }
  }
  reading.expectWord('SET')
  if (reading.takeWord('VISIBLE', 'INVISIBLE') !== null) return { kind: 'OPTION', name: 'VISIBLE' }
  reading.expectWord('DEFAULT')
  return { kind: 'ALTER_DEFAULT', name, default: readDefault(reading) }
}

function readRename(reading: DdlReading): ActionFacts {
  const what = reading.takeWord('COLUMN', 'INDEX', 'KEY')?.word
  if (what === undefined) {
    reading.takeWord('TO', 'AS')
    return { kind: 'RENAME_TABLE', to: reading.table() }
  }
  takeIfExists(reading)
  const from = reading.name().text
  reading.expectWord('TO')
  return { kind: what === 'COLUMN' ? 'RENAME_COLUMN' : 'RENAME_INDEX', from, to: reading.name().text }
}
