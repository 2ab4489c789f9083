import pluralize from 'pluralize'
import type { ResultColumn } from '../domain.ts'

/**
 * What a column of a result may be used for in a sentence. Decided from type and name, on the careful side: what
 * looks like an id, a year or a phone number is never added up, and only what looks like a count or an amount is.
 */
export type ColumnRole = 'identifier' | 'calendar' | 'measure' | 'date' | 'boolean' | 'text' | 'other'

/** Types of numbers, dates and texts by the names that PostgreSQL, MySQL and MariaDB print. */
const NUMBER_TYPE =
  /^(?:(?:tiny|small|medium|big)?int(?:eger)?|int[248]|numeric|decimal|newdecimal|float[48]?|double(?: precision)?|real|year)\b/i
const DATE_TYPE = /^(?:date|datetime|timestamp|timestamptz)\b/i
const TEXT_TYPE =
  /^(?:text|(?:tiny|medium|long)text|character|char|varchar|bpchar|name|citext|enum|set|string|var_string)\b/i
const BOOLEAN_TYPE = /^bool(?:ean)?\b/i
const IDENTIFIER_TYPE = /^uuid\b/i

const IDENTIFIER_ENDINGS = new Set(
  'id ids uuid guid key pk fk code no nr nbr phone telephone fax mobile zip zipcode postcode sku isbn ean iban ssn hash token'.split(
    ' ',
  ),
)
const IDENTIFIER_WORDS = new Set('postal zip phone telephone fax latitude longitude lat lng lon'.split(' '))
const FLAG_BEGINNINGS = new Set('is has was can should'.split(' '))
const CALENDAR_ENDINGS = new Set('year yr quarter month week day weekday dow doy hour minute'.split(' '))
const ADDITIVE_WORDS = new Set(
  'count sum total number quantity qty amount revenue turnover sales cost costs units sold profit value'.split(
    ' ',
  ),
)
const NOT_ADDITIVE_WORDS = new Set(
  (
    'avg average mean median min minimum max maximum lowest highest rate ratio percent percentage pct share price per ' +
    'rank position rating score age discount running cumulative growth change level index deviation stddev variance'
  ).split(' '),
)

/** `unitPrice`, `unit_price` and `Unit Price` are all `unit price`. Empty where the engine made up the name. */
export function columnWords(name: string): readonly string[] {
  return name
    .replace(/\(.*\)/s, ' ')
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(word => word !== '' && word !== 'column')
}

export function roleOf(column: ResultColumn): ColumnRole {
  const words = columnWords(column.name)
  const isNumber = NUMBER_TYPE.test(column.type)
  if (IDENTIFIER_TYPE.test(column.type)) return 'identifier'
  if (BOOLEAN_TYPE.test(column.type)) return 'boolean'
  if (DATE_TYPE.test(column.type)) return 'date'
  if (isNumber && isIdentifier(words)) return 'identifier'
  if (isNumber && isCalendar(words, column.type)) return 'calendar'
  // MySQL's booleans are small numbers.
  if (isNumber && FLAG_BEGINNINGS.has(words[0] ?? '')) return 'other'
  if (isNumber) return 'measure'
  if (!TEXT_TYPE.test(column.type)) return 'other'
  return isIdentifier(words) ? 'identifier' : 'text'
}

function isIdentifier(words: readonly string[]): boolean {
  const last = words.at(-1)
  if (last === undefined || saysNumberOf(words)) return false
  if (words.some(word => IDENTIFIER_WORDS.has(word)) || IDENTIFIER_ENDINGS.has(last)) return true
  // `order_number` names one order, but a lone `number` may be a count.
  return last === 'number' && words.length > 1 && words[0] !== 'total'
}

/** `number_of_keys`, `count_of_id`, `distinct_id_count`: counts, whatever they count. */
function saysNumberOf(words: readonly string[]): boolean {
  return (
    words.at(-1) === 'count' || words[0] === 'count' || (words.includes('number') && words.includes('of'))
  )
}

function isCalendar(words: readonly string[], type: string): boolean {
  const last = words.at(-1)
  if (/^year\b/i.test(type)) return true
  return last !== undefined && CALENDAR_ENDINGS.has(last) && !words.some(word => NOT_ADDITIVE_WORDS.has(word))
}

/** True where the sum over all rows means something: a count, an amount, or a plain plural such as `orders`. */
export function isAdditive(column: ResultColumn): boolean {
  if (roleOf(column) !== 'measure') return false
  const words = columnWords(column.name)
  const last = words.at(-1)
  if (last === undefined || words.some(word => NOT_ADDITIVE_WORDS.has(word))) return false
  return words.some(word => ADDITIVE_WORDS.has(word)) || isPluralNoun(last)
}

export function isPluralNoun(word: string): boolean {
  return /^\p{L}{3,}$/u.test(word) && pluralize.isPlural(word) && !pluralize.isSingular(word)
}
