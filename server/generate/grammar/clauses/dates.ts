/** Times as people say them. Bounds are days, the end excluded; relative ones are reckoned by the database. */

export type { DateUnit } from '../../../databases/database.ts'
import type { DateUnit } from '../../../databases/database.ts'

export type DateBound =
  | { kind: 'day'; iso: string }
  /** `amount` units from today, rounded down to `floor` where given. */
  | { kind: 'relative'; unit: DateUnit; amount: number; floor: DateUnit | null }

export interface DateRange {
  from: DateBound | null
  to: DateBound | null
  said: string
  length: number
  /** How it bounds what it is compared with; within it where nothing is said. */
  bounds?: 'after' | 'since' | 'before' | 'until'
}

const MONTHS = 'january|february|march|april|may|june|july|august|september|october|november|december'.split(
  '|',
)
const UNITS: Readonly<Record<string, DateUnit>> = {
  day: 'day',
  days: 'day',
  week: 'week',
  weeks: 'week',
  month: 'month',
  months: 'month',
  quarter: 'quarter',
  quarters: 'quarter',
  year: 'year',
  years: 'year',
}
const ORDINALS = ['first', 'second', 'third', 'fourth']

function month(word: string | undefined): number {
  if (word === undefined || word.length < 3) return -1
  return MONTHS.findIndex(name => name === word || (word.length <= 4 && name.startsWith(word)))
}
function year(word: string | undefined): number | null {
  return word !== undefined && /^(1[5-9]|20|21)\d\d$/u.test(word) ? Number(word) : null
}
function dayOfMonth(word: string | undefined): number | null {
  const match = /^(\d{1,2})(st|nd|rd|th)?$/u.exec(word ?? '')
  const day = Number(match?.[1] ?? 0)
  return day >= 1 && day <= 31 ? day : null
}
function iso(y: number, m: number, d: number): string {
  return new Date(Date.UTC(y, m, d)).toISOString().slice(0, 10)
}
const bound = (y: number, m: number, d: number): DateBound => ({ kind: 'day', iso: iso(y, m, d) })
const relative = (amount: number, unit: DateUnit, floor: DateUnit | null): DateBound => ({
  kind: 'relative',
  amount,
  unit,
  floor,
})

/** A time that begins at that word; null when none does. A bare year counts only where `bareYear` says so. */
export function dateAt(
  words: readonly string[],
  at: number,
  number: (word: string) => number | null,
): DateRange | null {
  const w = (i: number) => words[at + i]
  const made = (length: number, from: DateBound | null, to: DateBound | null): DateRange => ({
    from,
    to,
    length,
    said: words.slice(at, at + length).join(' '),
  })
  const day = (length: number, y: number, m: number, d: number) =>
    made(length, bound(y, m, d), bound(y, m, d + 1))
  const whole = /^(\d{4})-(\d{1,2})-(\d{1,2})$/u.exec(w(0) ?? '')
  if (whole) return day(1, Number(whole[1]), Number(whole[2]) - 1, Number(whole[3]))
  // 1996-07-04 as three numbers, because hyphens separate words
  if (year(w(0)) !== null && /^\d\d$/u.test(w(1) ?? '') && /^\d\d$/u.test(w(2) ?? ''))
    return day(3, Number(w(0)), Number(w(1)) - 1, Number(w(2)))
  const m = month(w(0))
  if (m >= 0) {
    const d = dayOfMonth(w(1))
    const y2 = w(2) === ',' ? year(w(3)) : year(w(2))
    if (d !== null && y2 !== null) return day(w(2) === ',' ? 4 : 3, y2, m, d)
    const y = w(1) === 'of' || w(1) === ',' ? year(w(2)) : year(w(1))
    if (y !== null) return made(w(1) === 'of' || w(1) === ',' ? 3 : 2, bound(y, m, 1), bound(y, m + 1, 1))
  }
  const d0 = dayOfMonth(w(0))
  if (d0 !== null) {
    const skip = w(1) === 'of' ? 1 : 0
    const mm = month(w(1 + skip))
    const yy = w(2 + skip) === ',' ? year(w(3 + skip)) : year(w(2 + skip))
    if (mm >= 0 && yy !== null) return day((w(2 + skip) === ',' ? 4 : 3) + skip, yy, mm, d0)
  }
  const quarterWord = w(0) === 'the' ? 1 : 0
  const q =
    /^q([1-4])$/u.exec(w(quarterWord) ?? '')?.[1] ??
    (w(quarterWord + 1) === 'quarter' ? String(ORDINALS.indexOf(w(quarterWord) ?? '') + 1) : '0')
  if (Number(q) > 0) {
    let i = quarterWord + (/^q/u.test(w(quarterWord) ?? '') ? 1 : 2)
    if (w(i) === 'of' || w(i) === 'in') i++
    const y = year(w(i))
    if (y !== null) return made(i + 1, bound(y, (Number(q) - 1) * 3, 1), bound(y, Number(q) * 3, 1))
  }
  const decade = /^(1[5-9]|20)(\d)0s$/u.exec(w(0) ?? '')
  if (decade) {
    const y = Number(`${decade[1]}${decade[2]}0`)
    return made(1, bound(y, 0, 1), bound(y + 10, 0, 1))
  }
  if (w(0) === 'today') return made(1, relative(0, 'day', 'day'), relative(1, 'day', 'day'))
  if (w(0) === 'yesterday') return made(1, relative(-1, 'day', 'day'), relative(0, 'day', 'day'))
  const the = w(0) === 'the' ? 1 : 0
  const unit = UNITS[w(the + 1) ?? '']
  const word = w(the)
  if (unit && word !== undefined && /^(this|current)$/u.test(word))
    return made(the + 2, relative(0, unit, unit), relative(1, unit, unit))
  if (unit && word !== undefined && /^(last|previous|past)$/u.test(word) && !/s$/u.test(w(the + 1) ?? ''))
    return word === 'past'
      ? made(the + 2, relative(-1, unit, null), null)
      : made(the + 2, relative(-1, unit, unit), relative(0, unit, unit))
  if (word !== undefined && /^(last|past|previous)$/u.test(word)) {
    const n = number(w(the + 1) ?? '')
    const calendar = w(the + 2) === 'calendar' ? 1 : 0
    const many = UNITS[w(the + 2 + calendar) ?? '']
    if (n !== null && many) {
      const rest = wordsOnEnd(words, at + the + 3 + calendar, many)
      const length = the + 3 + calendar + rest.length
      return calendar || rest.whole
        ? made(length, relative(-n, many, many), relative(0, many, many))
        : made(length, relative(-n, many, null), null)
    }
  }
  return null
}

/** What may follow on "the last 3 months": that today counts, or that the month that has begun does not. */
function wordsOnEnd(
  words: readonly string[],
  at: number,
  unit: DateUnit,
): { length: number; whole: boolean } {
  const open = /^[(,]$/u.test(words[at] ?? '') ? 1 : 0
  const rest = words.slice(at + open).join(' ')
  const today = /^(both )?inclusive( of today( 's date)?)?|^including today/u.exec(rest)?.[0]
  const current = new RegExp(
    `^(not including|excluding|without|but not) the (current|running) ${unit}`,
    'u',
  ).exec(rest)?.[0]
  const said = current ?? today
  if (said === undefined) return { length: 0, whole: false }
  const length = open + said.split(' ').length
  const close = open === 1 && words[at + length] === ')' ? 1 : 0
  return { length: length + close, whole: current !== undefined }
}

export function yearRange(y: number, length: number): DateRange {
  return { from: bound(y, 0, 1), to: bound(y + 1, 0, 1), length, said: String(y) }
}
