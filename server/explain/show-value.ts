import type { Cell } from '../domain.ts'
import type { ColumnRole } from './column-role.ts'
import { parseDecimal, showDecimal } from './decimal.ts'

const MAX_SHOWN_LENGTH = 60
const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
)
const DATE =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}:\d{2})(?::(\d{2})(?:\.\d+)?)?(Z|[+-]\d{2}(?::?\d{2})?)?)?$/

/** A cell as a sentence says it. */
export function showValue(cell: Cell, role: ColumnRole): string {
  if (cell === null) return 'no value'
  if (typeof cell === 'boolean') return cell ? 'yes' : 'no'
  if (typeof cell === 'object') return Array.isArray(cell) ? 'a list' : 'a JSON value'
  if (role === 'date') return showDate(String(cell))
  const number = role === 'measure' || typeof cell === 'number' ? parseDecimal(cell) : null
  if (number !== null && role !== 'identifier' && role !== 'calendar') return showDecimal(number)
  return shortText(String(cell))
}

/** One line of at most 60 characters; no character is cut in two. */
function shortText(text: string): string {
  const line = text.replace(/[\s\p{Cc}]+/gu, ' ').trim()
  if (line === '') return 'an empty text'
  const characters = Array.from(line.slice(0, MAX_SHOWN_LENGTH * 2 + 2))
  return characters.length > MAX_SHOWN_LENGTH ? `${characters.slice(0, MAX_SHOWN_LENGTH).join('')}…` : line
}

/** `1996-07-04` as `4 July 1996`; midnight goes without saying. What is no such date stays as it is. */
export function showDate(text: string): string {
  const parts = DATE.exec(text)
  const [, year, month, day, time, seconds, zone] = parts ?? []
  const monthName = MONTHS[Number(month) - 1]
  if (monthName === undefined) return shortText(text)
  const date = `${Number(day)} ${monthName} ${Number(year)}`
  if (time === undefined || (time === '00:00' && Number(seconds ?? 0) === 0)) return date
  return `${date}, ${time}${zone === 'Z' ? ' UTC' : (zone ?? '')}`
}

/** The text of a date whose order is the order of time, together with `sample` in the same form; else null. */
export function sortableDate(cell: Cell, sample: string | undefined): string | null {
  if (typeof cell !== 'string') return null
  const parts = DATE.exec(cell)
  if (!parts) return null
  const other = sample === undefined ? parts : DATE.exec(sample)
  const sameForm = parts[6] === other?.[6] && (parts[4] === undefined) === (other?.[4] === undefined)
  return sameForm ? cell : null
}
