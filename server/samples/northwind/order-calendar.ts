import type { RandomSource } from './random-source.ts'
import { indexAbove } from './random-source.ts'

/** Days are whole numbers, counted from 1970-01-01, so that no clock or time zone takes part. */
const DAY_MS = 86_400_000
const dayOf = (isoDate: string) => Date.parse(`${isoDate}T00:00:00Z`) / DAY_MS

export const FIRST_ORDER_DAY = dayOf('1996-07-04')
export const LAST_ORDER_DAY = dayOf('1998-05-06')
export const NEW_PRICES_DAY = dayOf('1997-01-01')

/** Business goes from 1 to about 3 over the period; summers are calm, Decembers busy. */
const GROWTH = 2
const SEASON = [1, 0.95, 1.05, 1.05, 0.95, 0.85, 0.9, 0.85, 1, 1.05, 1.1, 1.25]

const isoDates = new Map<number, string>()

/** `1996-07-04`. Remembered, because a large history names the same few hundred days millions of times. */
export function isoDate(day: number): string {
  let text = isoDates.get(day)
  if (text === undefined) {
    text = new Date(day * DAY_MS).toISOString().slice(0, 10)
    isoDates.set(day, text)
  }
  return text
}

export interface OrderCalendar {
  /** The day of the order that has this part (0 to 1) of all orders before it; 0 and 1 are the first and last day. */
  dayAt(part: number): number
}

/** Orders arrive on weekdays, more of them as the business grows, and some days are better than others. */
export function createOrderCalendar(random: RandomSource): OrderCalendar {
  const days: number[] = []
  const bounds: number[] = []
  let total = 0
  for (let day = FIRST_ORDER_DAY; day <= LAST_ORDER_DAY; day += 1) {
    const date = new Date(day * DAY_MS)
    if (date.getUTCDay() === 0 || date.getUTCDay() === 6) continue
    const growth = 1 + (GROWTH * (day - FIRST_ORDER_DAY)) / (LAST_ORDER_DAY - FIRST_ORDER_DAY)
    total += growth * (SEASON[date.getUTCMonth()] ?? 1) * (0.5 + random.fraction())
    days.push(day)
    bounds.push(total)
  }
  return { dayAt: part => days[indexAbove(bounds, part * total)] ?? LAST_ORDER_DAY }
}
