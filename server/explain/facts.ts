/** What may be said of a result, a sentence's worth each, computed from its rows: what a model tells it from. Pure. */
import type { Cell, ResultColumn } from '../domain.ts'
import type { Decimal } from './decimal.ts'
import {
  compareDecimals,
  divideDecimal,
  parseDecimal,
  percentOf,
  showDecimal,
  subtractDecimals,
  ZERO,
} from './decimal.ts'
import type { ColumnFacts, Extreme, ResultDigest } from './result-digest.ts'
import { showDate, showValue } from './show-value.ts'

export interface ResultFact {
  text: string
  /** The number of this fact and whose it is, where it belongs to somebody. */
  belongs: { number: string; to: readonly string[] } | null
}

export interface ToldResult {
  columns: readonly ResultColumn[]
  digest: ResultDigest
  /** By column: whether what it holds may be told. Of the others is told only that they are there. */
  tellable: readonly boolean[]
}

const MAX_COLUMNS = 12

/** Empty where not every row was looked at. */
export function factsOf({ columns, digest, tellable }: ToldResult): readonly ResultFact[] {
  if (!digest.complete) return []
  const told = columns.slice(0, MAX_COLUMNS).map((column, at) => ({
    ...{ name: column.name, facts: digest.columns[at], tellable: tellable[at] === true },
    // Of two columns, the other one says whose a number is.
    other:
      columns.length === 2 ? { facts: digest.columns[1 - at], tellable: tellable[1 - at] === true } : null,
    cell: digest.firstRow?.[at] ?? null,
  }))
  const rows = fact(`rows in the result: ${showDecimal({ units: BigInt(digest.rowCount), scale: 0 })}`)
  return [
    rows,
    ...told.flatMap(({ name, facts, tellable, other, cell }) => {
      if (!facts) return []
      if (!tellable) return [fact(`column ${name}: its values are not told`)]
      if (digest.rowCount === 1) return [fact(`${name}: ${showValue(cell, facts.role)}`)]
      const nulls = facts.nulls === 0 ? [] : [fact(`rows without ${name}: ${facts.nulls}`)]
      const role = other?.tellable ? other.facts?.role : undefined
      return [...aboutValues(name, facts, digest.rowCount, role), ...nulls]
    }),
  ]
}

function aboutValues(
  name: string,
  facts: ColumnFacts,
  rowCount: number,
  labelRole: ColumnFacts['role'] | undefined,
): ResultFact[] {
  switch (facts.role) {
    case 'measure':
      return aboutNumbers(name, facts, rowCount, labelRole)
    case 'date': {
      if (facts.dates === null) return []
      const { min, max } = facts.dates
      const once = facts.distinct === rowCount
      return [
        fact(`${name} from ${showDate(min)} to ${showDate(max)}`),
        ...(once ? aboutCourse(name, showDate(min), showDate(max), facts.dates, labelRole) : []),
      ]
    }
    case 'calendar': {
      if (facts.numbers === null) return []
      const { min, max } = facts.numbers
      const [first, last] = [plain(min.value), plain(max.value)]
      const single = min.rows === 1 && max.rows === 1
      const ends = { first: min.labels[0] ?? null, last: max.labels[0] ?? null }
      return [
        fact(`${name} from ${first} to ${last}`),
        ...(single ? aboutCourse(name, first, last, ends, labelRole) : []),
      ]
    }
    case 'text':
    case 'boolean':
      return aboutNames(name, facts, rowCount)
    case 'identifier':
    case 'other':
      return []
  }
}

function aboutNumbers(
  name: string,
  { numbers, nulls, additive, leaders }: ColumnFacts,
  rowCount: number,
  labelRole: ColumnFacts['role'] | undefined,
): ResultFact[] {
  if (numbers === null) return []
  const { min, max, sum } = numbers
  const counted = rowCount - nulls
  const extreme = (what: string, found: Extreme<Decimal>) => {
    const number = showDecimal(found.value)
    const names = labelRole === undefined ? [] : found.labels.map(label => showValue(label, labelRole))
    const more = found.rows - found.labels.length
    const whose = names.length === 0 ? '' : ` (${[...names, ...(more > 0 ? ['and others'] : [])].join(', ')})`
    return { text: `${what} ${name}: ${number}${whose}`, belongs: { number, to: more > 0 ? [] : names } }
  }
  const ranked = (labelRole === undefined || max.rows > 1 ? [] : (leaders ?? []))
    .slice(1)
    .map(({ value, label }, at) => {
      const number = showDecimal(value)
      const whose = showValue(label, labelRole ?? 'text')
      return { text: `${ORDER[at + 1]} ${name}: ${number} (${whose})`, belongs: { number, to: [whose] } }
    })
  const isPartOfTotal = additive && counted > 1 && max.rows === 1 && compareDecimals(min.value, ZERO) >= 0
  const share = isPartOfTotal ? percentOf(max.value, sum) : null
  return [
    extreme('highest', max),
    ...ranked,
    extreme('lowest', min),
    ...(additive ? [fact(`total ${name}: ${showDecimal(sum)}`)] : []),
    ...(counted > 1 ? [fact(`average ${name}: ${showDecimal(divideDecimal(sum, counted))}`)] : []),
    ...(share === null ? [] : [fact(`share of the highest in the total ${name}: ${share} %`)]),
  ]
}

const ORDER = ['highest', 'second highest', 'third highest']

/** From the first to the last day, what the number beside it was. */
function aboutCourse(
  name: string,
  first: string,
  last: string,
  ends: { first: Cell; last: Cell },
  labelRole: ColumnFacts['role'] | undefined,
): ResultFact[] {
  if (labelRole !== 'measure' || first === last) return []
  const [from, to] = [parseDecimal(ends.first), parseDecimal(ends.last)]
  if (!from || !to) return []
  const tell = (when: string, at: string, value: Decimal) => ({
    text: `value at the ${when} ${name}, ${at}: ${showDecimal(value)}`,
    belongs: { number: showDecimal(value), to: [at] },
  })
  return [tell('first', first, from), tell('last', last, to), fact(`between them: ${change(from, to)}`)]
}

function change(from: Decimal, to: Decimal): string {
  const order = compareDecimals(to, from)
  if (order === 0) return 'no change'
  const by = order > 0 ? subtractDecimals(to, from) : subtractDecimals(from, to)
  const share = percentOf(by, from)
  return `a ${order > 0 ? 'rise' : 'fall'} of ${showDecimal(by)}${share === null ? '' : `, ${share} %`}`
}

function aboutNames(name: string, { distinct, top, nulls }: ColumnFacts, rowCount: number): ResultFact[] {
  if (distinct === null || top === null) return []
  const [first, second] = top
  if (distinct === 1 && nulls === 0 && first) return [fact(`all rows have ${name} ${shown(first.value)}`)]
  const differs = fact(`different ${name}: ${distinct}`)
  if (!first || distinct === rowCount || (second && second.rows >= first.rows)) return [differs]
  const number = String(first.rows)
  const whose = shown(first.value)
  return [
    differs,
    { text: `most frequent ${name}: ${whose} (${number} rows)`, belongs: { number, to: [whose] } },
  ]
}

function shown(cell: Cell): string {
  return showValue(cell, typeof cell === 'boolean' ? 'boolean' : 'text')
}

/** A year has no thousands. */
function plain(value: Decimal): string {
  return showDecimal(value).replaceAll(',', '')
}

function fact(text: string): ResultFact {
  return { text, belongs: null }
}
