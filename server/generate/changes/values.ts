import type { Dialect } from '../../databases/database.ts'
import type { SaidValue } from './change.ts'
import type { holds } from './column-types.ts'
import { Doubt } from './doubt.ts'
import type { Scene } from './scene.ts'

type Held = ReturnType<typeof holds>

const NOW =
  /^(?:now(?:\(\))?|today|current[_ ](?:date|time|timestamp)(?:\(\))?|the current (?:date|time|timestamp|moment|date and time|day)|the time of insert|the moment of insert|today's date)$/iu

/** A value as people say it; null where it is none: more than three words are no value. */
export function readValue(words: string, { text }: Pick<Scene, 'text'>): SaidValue | null {
  const said = words.trim().replace(/^(?:the value|value|of|to|=|:)\s+/iu, '')
  if (said === '') return null
  if (text.isQuoted(said)) return { kind: 'text', text: text.plain(said) }
  if (NOW.test(said)) return { kind: 'now' }
  if (/^(?:null|nothing|none)$/iu.test(said)) return { kind: 'null' }
  if (/^(?:(?:an? |the )?empty(?: string| text)?|blank)$/iu.test(said)) return { kind: 'text', text: '' }
  const number = /^[$€£]?(-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d+(?:\.\d+)?|-?\.\d+)$/u.exec(said)?.[1]
  if (number !== undefined) return { kind: 'number', text: number.replaceAll(',', '') }
  if (/^(?:zero|one)$/iu.test(said)) return { kind: 'number', text: said.toLowerCase() === 'one' ? '1' : '0' }
  return said.split(' ').length <= 3 ? { kind: 'word', text: text.plain(said) } : null
}

const TRUE = /^(?:true|yes|on|1|enabled|checked)$/iu
const FALSE = /^(?:false|no|off|0|disabled|unchecked)$/iu

/** As SQL for a column that holds this. */
export function literal(value: SaidValue, held: Held, { quoteText, quoteIdentifier, ddl }: Dialect): string {
  if (value.kind === 'null') return 'NULL'
  if (value.kind === 'column') return quoteIdentifier(value.name)
  if (value.kind === 'now') {
    if (held === 'date') return ddl.currentDefault('DATE')
    if (held === 'moment') return ddl.currentDefault('TIMESTAMP')
    if (held === 'time') return ddl.currentDefault('TIME')
    throw new Doubt('The current time is only a value for a column of dates or times.')
  }
  const said = value.text
  switch (held) {
    case 'number':
      if (/^-?[\d.]+$/.test(said)) return said
      throw new Doubt(`"${said}" is not a number, and the column holds numbers.`)
    case 'boolean':
      if (TRUE.test(said)) return 'true'
      if (FALSE.test(said)) return 'false'
      throw new Doubt(`"${said}" is neither true nor false.`)
    case 'date':
      if (/^\d{4}-\d{2}-\d{2}$/.test(said)) return quoteText(said)
      throw new Doubt(`"${said}" is not a date; write it like 2026-01-31.`)
    case 'moment':
      if (/^\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2}(:\d{2})?)?$/.test(said)) return quoteText(said)
      throw new Doubt(`"${said}" is not a time; write it like 2026-01-31 12:00.`)
    case 'text':
    case 'time':
    case 'other':
      return quoteText(said)
  }
}
