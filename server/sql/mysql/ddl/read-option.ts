import type { ActionFacts } from '../../written-change.ts'
import type { DdlReading } from './ddl-reading.ts'
import { readCharset } from './read-column.ts'

/** Options with one value behind them, or a list in brackets. */
const WITH_VALUE = new Set([
  ...[
    'AUTO_INCREMENT',
    'AVG_ROW_LENGTH',
    'CHECKSUM',
    'COMMENT',
    'COMPRESSION',
    'CONNECTION',
    'DELAY_KEY_WRITE',
  ],
  ...[
    'ENCRYPTED',
    'ENCRYPTION',
    'ENCRYPTION_KEY_ID',
    'INSERT_METHOD',
    'KEY_BLOCK_SIZE',
    'MAX_ROWS',
    'MIN_ROWS',
  ],
  ...['PACK_KEYS', 'PAGE_CHECKSUM', 'PAGE_COMPRESSED', 'PAGE_COMPRESSION_LEVEL', 'ROW_FORMAT', 'SEQUENCE'],
  ...[
    'STATS_AUTO_RECALC',
    'STATS_PERSISTENT',
    'STATS_SAMPLE_PAGES',
    'TRANSACTIONAL',
    'UNION',
    'AUTOEXTEND_SIZE',
  ],
])
const IN_CAPITALS = /^[A-Z_]+$/

/** An option of a table, behind ALTER TABLE or behind the list of CREATE TABLE; null where none begins. */
export function readOption(reading: DdlReading): ActionFacts | null {
  const isDefault = reading.isWord('DEFAULT') && isOption(reading.peek(1).word)
  if (isDefault) reading.take()
  const { word } = reading.peek()
  if (word === 'CHARSET' || word === 'CHARACTER' || (word === 'CHAR' && reading.peek(1).word === 'SET')) {
    const { name, start, end } = readCharset(reading) ?? reading.fail()
    return { kind: 'DEFAULT_CHARSET', charset: name, value: { start, end } }
  }
  if (word === 'COLLATE') {
    reading.take()
    reading.takeSymbol('=')
    const value = reading.take()
    // The name of a collation begins with that of its character set.
    const [charset = ''] = value.text.toLowerCase().split('_')
    return { kind: 'DEFAULT_CHARSET', charset, value }
  }
  if (word === 'ENGINE' || word === 'ALGORITHM' || word === 'LOCK') {
    reading.take()
    reading.takeSymbol('=')
    const value = reading.take()
    if (value.kind === 'SYMBOL' || value.kind === 'NUMBER') reading.fail(value)
    const place = { start: value.start, end: value.end }
    if (word === 'ENGINE') return { kind: 'ENGINE', engine: value.text, value: place }
    const name = value.text.toUpperCase()
    return IN_CAPITALS.test(name) ? { kind: word, name } : reading.fail(value)
  }
  if (word === 'WITH' && reading.peek(1).word === 'SYSTEM') {
    for (const one of ['WITH', 'SYSTEM', 'VERSIONING']) reading.expectWord(one)
    return { kind: 'OPTION', name: 'SYSTEM VERSIONING' }
  }
  if (!WITH_VALUE.has(word)) return null
  reading.take()
  reading.takeSymbol('=')
  if (reading.isSymbol('(')) reading.skipBrackets()
  else reading.take()
  return { kind: 'OPTION', name: word }
}

function isOption(word: string): boolean {
  return ['CHARSET', 'CHARACTER', 'CHAR', 'COLLATE'].includes(word)
}
