import type { Cell } from '../domain.ts'

/** An exact decimal number: `units` divided by ten to the power of `scale`. Binary floats would show 0.30000000000000004. */
export interface Decimal {
  units: bigint
  scale: number
}

export const ZERO: Decimal = { units: 0n, scale: 0 }

const MAX_LENGTH = 400
const MAX_EXPONENT = 400
const NUMBER = /^([+-]?)(\d+)(?:\.(\d*))?(?:e([+-]?\d{1,4}))?$/i

/** A number or the text of one, as engines send decimals; null for everything else, NaN and infinities included. */
export function parseDecimal(cell: Cell): Decimal | null {
  if (Number.isSafeInteger(cell)) return { units: BigInt(cell as number), scale: 0 }
  if (typeof cell !== 'number' && typeof cell !== 'string') return null
  const text = String(cell)
  if (text.length > MAX_LENGTH) return null
  const parts = NUMBER.exec(text)
  if (!parts) return null
  const [, sign, whole = '', fraction = '', exponentText] = parts
  const exponent = Number(exponentText ?? 0)
  if (Math.abs(exponent) > MAX_EXPONENT) return null
  const digits = BigInt(whole + fraction)
  const units = sign === '-' ? -digits : digits
  const scale = fraction.length - exponent
  return scale >= 0 ? { units, scale } : { units: units * 10n ** BigInt(-scale), scale: 0 }
}

export function addDecimals(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale)
  return { units: atScale(a, scale) + atScale(b, scale), scale }
}

export function subtractDecimals(a: Decimal, b: Decimal): Decimal {
  return addDecimals(a, { ...b, units: -b.units })
}

/** To four places more than `a` has, halves away from zero. `by` is a positive whole number. */
export function divideDecimal(a: Decimal, by: number): Decimal {
  const units = atScale(a, a.scale + 4)
  const size = divideHalfUp(units < 0n ? -units : units, BigInt(by))
  return { units: units < 0n ? -size : size, scale: a.scale + 4 }
}

/** `part` of `whole` in per cent to one place; null where there is no whole to be a part of. */
export function percentOf(part: Decimal, whole: Decimal): string | null {
  const scale = Math.max(part.scale, whole.scale)
  const of = atScale(whole, scale)
  if (of <= 0n) return null
  const units = atScale(part, scale) * 1000n
  const size = divideHalfUp(units < 0n ? -units : units, of)
  return showDecimal({ units: units < 0n ? -size : size, scale: 1 })
}

/** Negative when `a` is the smaller one, zero when they are equal. */
export function compareDecimals(a: Decimal, b: Decimal): number {
  const scale = Math.max(a.scale, b.scale)
  const difference = atScale(a, scale) - atScale(b, scale)
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

/**
 * `1265793.0395` as `1,265,793.04`: thousands in groups, two places behind the point at most, halves away from zero.
 * Numbers below 1 keep their first three significant digits, so that `0.00123` does not become `0`.
 */
export function showDecimal({ units, scale }: Decimal): string {
  const negative = units < 0n
  const size = negative ? -units : units
  const leadingZeros = scale - size.toString().length
  const places = leadingZeros >= 0 ? Math.max(2, leadingZeros + 3) : 2
  const rounded = scale > places ? divideHalfUp(size, 10n ** BigInt(scale - places)) : size
  const shownScale = Math.min(scale, places)
  const digits = rounded.toString().padStart(shownScale + 1, '0')
  const whole = digits.slice(0, digits.length - shownScale).replace(/\B(?=(\d{3})+$)/g, ',')
  const fraction = tidyFraction(digits.slice(digits.length - shownScale))
  return `${negative && rounded !== 0n ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`
}

/** `00` goes, `50` stays as people write prices, `1230` loses its last zero. */
function tidyFraction(fraction: string): string {
  const trimmed = fraction.replace(/0+$/, '')
  return trimmed.length === 1 && fraction.length >= 2 ? `${trimmed}0` : trimmed
}

function divideHalfUp(value: bigint, by: bigint): bigint {
  return (value + by / 2n) / by
}

/** By exponent, once they were needed: a result adds and compares the same scales over and over. */
const powersOfTen: bigint[] = []

function powerOfTen(exponent: number): bigint {
  return (powersOfTen[exponent] ??= 10n ** BigInt(exponent))
}

function atScale({ units, scale }: Decimal, wanted: number): bigint {
  return wanted === scale ? units : units * powerOfTen(wanted - scale)
}
