import type {
  ReferenceDefinition,
  ColumnDefinition,
  DefaultDefinition,
  TypeDefinition,
} from '../../written-change.ts'
import type { Place } from '../../statement.ts'
import { ANY_SERVER_RESERVED } from './any-server-reserved.ts'
import type { DdlReading } from './ddl-reading.ts'

/** Other names of the same type. */
const USUAL: Readonly<Record<string, string>> = {
  ...{ INTEGER: 'INT', INT1: 'TINYINT', INT2: 'SMALLINT', INT3: 'MEDIUMINT', INT4: 'INT', INT8: 'BIGINT' },
  ...{ MIDDLEINT: 'MEDIUMINT', DEC: 'DECIMAL', NUMERIC: 'DECIMAL', FIXED: 'DECIMAL', REAL: 'DOUBLE' },
  ...{ FLOAT4: 'FLOAT', FLOAT8: 'DOUBLE', CHARACTER: 'CHAR', NCHAR: 'CHAR', NVARCHAR: 'VARCHAR' },
  ...{ BOOL: 'TINYINT', BOOLEAN: 'TINYINT' },
}
const NOW = ['CURRENT_TIMESTAMP', 'NOW', 'LOCALTIME', 'LOCALTIMESTAMP']

/** A column from its name to where its part of the list ends. Throws Unreadable for whatever is not known. */
export function readColumn(reading: DdlReading): ColumnDefinition {
  const first = reading.name()
  const column: Mutable<ColumnDefinition> = {
    ...{ start: first.start, end: first.end, name: first.text },
    nameAt: { start: first.start, end: first.end },
    reserved: ANY_SERVER_RESERVED.has(first.text.toUpperCase()),
    type: readType(reading),
    ...{ notNull: null, default: null, generated: null, autoIncrement: false, key: null },
    ...{ reference: null, check: null, position: null },
  }
  while (!reading.isAtEnd()) readAttribute(reading, column)
  column.end = reading.last().end
  return column
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

function readType(reading: DdlReading): TypeDefinition {
  const first = reading.peek()
  if (first.kind !== 'WORD') reading.fail()
  reading.takeWord('NATIONAL')
  let name = reading.take().word
  if (name === 'LONG') name = reading.takeWord('VARBINARY') === null ? 'MEDIUMTEXT' : 'MEDIUMBLOB'
  name = USUAL[name] ?? name
  if (name === 'DOUBLE') reading.takeWord('PRECISION')
  if ((name === 'CHAR' || name === 'MEDIUMTEXT') && reading.takeWord('VARYING', 'VARCHAR') !== null)
    name = name === 'CHAR' ? 'VARCHAR' : name
  const values: string[] = []
  let brackets: Place | null = null
  const open = reading.takeSymbol('(')
  if (open !== null) {
    reading.list(() => {
      const value = reading.take()
      if (value.kind !== 'NUMBER' && value.kind !== 'STRING') reading.fail(value)
      values.push(value.text)
    })
    reading.expectSymbol(')')
    brackets = reading.since(open)
  }
  const unsigned = name === 'SERIAL' || reading.takeWord('UNSIGNED') !== null
  if (!unsigned) reading.takeWord('SIGNED')
  const zerofill = reading.takeWord('ZEROFILL') !== null
  const place = reading.since(first)
  return {
    ...place,
    ...{ name: name === 'SERIAL' ? 'BIGINT' : name, arguments: values, brackets },
    ...{ unsigned: unsigned || reading.takeWord('UNSIGNED') !== null || zerofill, zerofill },
    charset: readCharset(reading),
  }
}

/** CHARACTER SET x, CHARSET x; none where it is not there. */
export function readCharset(reading: DdlReading): TypeDefinition['charset'] {
  const { word } = reading.peek()
  if (word === 'CHARACTER' || (word === 'CHAR' && reading.peek(1).word === 'SET')) {
    reading.take()
    reading.expectWord('SET')
  } else if (reading.takeWord('CHARSET') === null) return null
  reading.takeSymbol('=')
  const value = reading.take()
  if (value.kind === 'SYMBOL') reading.fail(value)
  return { start: value.start, end: value.end, name: value.text.toLowerCase() }
}

/** One word after the other, in any order, as servers take them. */
function readAttribute(reading: DdlReading, column: Mutable<ColumnDefinition>): void {
  const first = reading.take()
  const next = reading.peek()
  switch (first.word) {
    case 'NOT':
      if (reading.takeWord('NULL') !== null) column.notNull = true
      else reading.fail()
      return
    case 'NULL':
      column.notNull = false
      return
    case 'DEFAULT':
      column.default = readDefault(reading)
      return
    case 'ON':
      reading.expectWord('UPDATE')
      reading.expectWord(...NOW)
      if (reading.isSymbol('(')) reading.skipBrackets()
      return
    case 'AUTO_INCREMENT':
      column.autoIncrement = true
      return
    case 'UNIQUE':
      reading.takeWord('KEY')
      column.key ??= 'UNIQUE'
      return
    case 'PRIMARY':
      reading.expectWord('KEY')
      column.key = 'PRIMARY'
      return
    case 'KEY':
      column.key = 'PRIMARY'
      return
    case 'COMMENT':
      if (next.kind !== 'STRING') reading.fail()
      reading.take()
      return
    case 'COLLATE':
    case 'COLUMN_FORMAT':
    case 'STORAGE':
    case 'SRID':
      reading.takeSymbol('=')
      reading.take()
      return
    case 'CHARSET':
    case 'CHARACTER': {
      if (first.word === 'CHARACTER') reading.expectWord('SET')
      const value = reading.take()
      column.type = {
        ...column.type,
        charset: { start: value.start, end: value.end, name: value.text.toLowerCase() },
      }
      return
    }
    case 'CONSTRAINT':
      if (!reading.isWord('CHECK')) reading.name()
      if (!reading.isWord('CHECK')) reading.fail()
      return
    case 'CHECK':
      reading.skipBrackets()
      if (reading.takeWord('NOT') !== null) reading.expectWord('ENFORCED')
      else reading.takeWord('ENFORCED')
      column.check = reading.since(first)
      return
    case 'REFERENCES':
      column.reference = { ...readReference(reading), ...reading.since(first) }
      return
    case 'GENERATED':
    case 'AS': {
      if (first.word === 'GENERATED') {
        reading.expectWord('ALWAYS')
        reading.expectWord('AS')
      }
      reading.skipBrackets()
      column.generated = { ...reading.since(first), stored: false, word: null }
      return
    }
    case 'STORED':
    case 'PERSISTENT':
    case 'VIRTUAL': {
      if (column.generated === null) reading.fail(first)
      const word = { start: first.start, end: first.end }
      column.generated = { ...column.generated, stored: first.word !== 'VIRTUAL', word }
      return
    }
    case 'FIRST':
      column.position = 'FIRST'
      return
    case 'AFTER':
      reading.name()
      column.position = 'AFTER'
      return
    case 'VISIBLE':
    case 'INVISIBLE':
    case 'BINARY':
    case 'ASCII':
    case 'UNICODE':
    case 'COMPRESSED':
      return
    default:
      reading.fail(first)
  }
}

/** What stands behind DEFAULT, which was taken last. */
export function readDefault(reading: DdlReading): DefaultDefinition {
  const word = reading.last()
  const first = reading.peek()
  if (first.kind === 'STRING' && reading.peek(1).kind !== 'STRING') {
    reading.take()
    return { ...reading.since(first), kind: 'LITERAL', text: first.text, clause: reading.since(word) }
  }
  const kind = kindOfDefault(reading)
  const place = reading.since(first)
  return { ...place, kind, text: reading.textOf(place), clause: reading.since(word) }
}

function kindOfDefault(reading: DdlReading): DefaultDefinition['kind'] {
  if (reading.takeSymbol('-') !== null || reading.takeSymbol('+') !== null) {
    if (reading.take().kind !== 'NUMBER') reading.fail(reading.last())
    return 'LITERAL'
  }
  if (reading.isSymbol('(')) {
    const isOneLiteral = /^(STRING|NUMBER)$/.test(reading.peek(1).kind) && reading.isSymbol(')', 2)
    reading.skipBrackets()
    return isOneLiteral ? 'LITERAL' : 'EXPRESSION'
  }
  const token = reading.take()
  if (token.kind === 'NUMBER' || token.kind === 'STRING') return 'LITERAL'
  if (token.word === 'NULL') return 'NULL'
  if (token.word === 'TRUE' || token.word === 'FALSE') return 'LITERAL'
  const isNow = NOW.includes(token.word)
  if (isNow || token.word === 'CURRENT_DATE' || token.word === 'CURRENT_USER') {
    if (reading.isSymbol('(')) reading.skipBrackets()
    return isNow ? 'NOW' : 'EXPRESSION'
  }
  if (token.kind !== 'WORD' || !reading.isSymbol('(')) reading.fail(token)
  reading.skipBrackets()
  return 'EXPRESSION'
}

/** What stands behind REFERENCES. */
export function readReference(reading: DdlReading): ReferenceDefinition {
  const table = reading.table()
  const columns = reading.isSymbol('(') ? reading.names() : []
  const on: { onDelete: string | null; onUpdate: string | null } = { onDelete: null, onUpdate: null }
  for (;;) {
    if (reading.takeWord('MATCH') !== null) reading.expectWord('FULL', 'PARTIAL', 'SIMPLE')
    else if (
      reading.isWord('ON') &&
      (reading.peek(1).word === 'DELETE' || reading.peek(1).word === 'UPDATE')
    ) {
      // ON UPDATE CURRENT_TIMESTAMP is the column's.
      if (NOW.includes(reading.peek(2).word)) break
      reading.take()
      const what = reading.take().word === 'DELETE' ? 'onDelete' : 'onUpdate'
      const action = reading.expectWord('RESTRICT', 'CASCADE', 'SET', 'NO').word
      if (action === 'SET') on[what] = `SET ${reading.expectWord('NULL', 'DEFAULT').word}`
      else if (action === 'NO') {
        reading.expectWord('ACTION')
        on[what] = 'NO ACTION'
      } else on[what] = action
    } else break
  }
  return { table, columns, ...on }
}
