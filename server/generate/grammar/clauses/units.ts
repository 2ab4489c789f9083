import type { CatalogColumn } from '../../../domain.ts'
import { nameWords, singular } from './names.ts'

/** In what a number is said to be, such as minutes. */
export type Unit = 'minute' | 'money' | 'kilometer' | 'kilogram'

const WORDS: Readonly<Record<string, Unit>> = {
  minute: 'minute',
  min: 'minute',
  dollar: 'money',
  usd: 'money',
  euro: 'money',
  eur: 'money',
  kilometer: 'kilometer',
  kilometre: 'kilometer',
  km: 'kilometer',
  kilogram: 'kilogram',
  kilo: 'kilogram',
  kg: 'kilogram',
}

/** Other units that columns are named by. */
const OTHERS =
  /^(ms|millis|millisecond|second|sec|hour|hr|day|week|month|year|cent|percent|pct|thousand|million|meter|metre|mile|gram|pound|lb|ton)$/u

/** What such a number may be of: the adjective whose columns tell it. */
export const DIMENSION_OF: Readonly<Record<Unit, string>> = {
  minute: 'longest',
  money: 'most expensive',
  kilometer: 'longest',
  kilogram: 'heaviest',
}

export function unitOf(word: string | undefined): Unit | null {
  return word === undefined ? null : (WORDS[singular(word)] ?? WORDS[word] ?? null)
}

/** Whether the column may hold numbers in that unit: its name says no other. */
export function isIn(column: CatalogColumn, unit: Unit): boolean {
  const words = nameWords(column.name).map(singular)
  const told = words.flatMap(word => WORDS[word] ?? [])
  return !words.some(word => OTHERS.test(word)) && told.every(each => each === unit)
}
