import { showDecimal } from './decimal.ts'
import type { ResultDigest } from './result-digest.ts'
import { showDate, showValue } from './show-value.ts'
import type { ToldColumn } from './wording.ts'
import { countOf, inWords, sentence } from './wording.ts'

const MAX_TELLING_COLUMNS = 2
const MAX_SHARED_COLUMNS = 2
const MAX_RANGES = 2
type NamedColumn = ToldColumn & { label: string }

/** A list: how many, what all share, what tells them apart, and from where to where dates and numbers go. */
export function tellList(columns: readonly ToldColumn[], digest: ResultDigest, noun: string): string[] {
  const named = columns.filter((column): column is NamedColumn => column.label !== null)
  return [
    `There are ${countOf(digest.rowCount, noun)}${differences(named, digest)}`,
    ...shared(named, digest),
    ...dateRange(named),
    ...numberRanges(named),
    ...emptyColumns(named, digest),
  ].map(sentence)
}

function differences(columns: readonly NamedColumn[], digest: ResultDigest): string {
  const told = columns
    .filter(({ role, facts }) => {
      const { distinct } = facts
      return role === 'text' && distinct !== null && distinct > 1 && distinct < digest.rowCount
    })
    .sort((a, b) => (a.facts.distinct ?? 0) - (b.facts.distinct ?? 0))
    .slice(0, MAX_TELLING_COLUMNS)
    .map(
      column => `${countOf(column.facts.distinct ?? 0, `different ${column.label}`)}${mostFrequent(column)}`,
    )
  return told.length === 0 ? '' : `, with ${inWords(told)}`
}

/** Only where one value stands out. */
function mostFrequent({ role, facts }: NamedColumn): string {
  const [first, second] = facts.top ?? []
  if (!first || !second || first.rows <= second.rows) return ''
  return ` (most often ${showValue(first.value, role)}: ${first.rows})`
}

function shared(columns: readonly NamedColumn[], digest: ResultDigest): string[] {
  const told = columns
    .filter(({ role, facts }) => {
      const sameInAll = facts.distinct === 1 && facts.top?.[0]?.rows === digest.rowCount
      return sameInAll && (role === 'text' || role === 'boolean' || role === 'date')
    })
    .slice(0, MAX_SHARED_COLUMNS)
    .map(({ label, role, facts }) => `${label} ${showValue(facts.top?.[0]?.value ?? null, role)}`)
  return told.length === 0 ? [] : [`All have ${inWords(told)}`]
}

function dateRange(columns: readonly NamedColumn[]): string[] {
  const column = columns.find(({ facts }) => facts.dates !== null && facts.dates.min !== facts.dates.max)
  const dates = column?.facts.dates
  return column && dates
    ? [`The ${column.label} goes from ${showDate(dates.min)} to ${showDate(dates.max)}`]
    : []
}

function numberRanges(columns: readonly NamedColumn[]): string[] {
  return columns
    .flatMap(({ role, label, facts: { numbers, additive } }) => {
      if (role !== 'measure' || numbers === null) return []
      const lowest = showDecimal(numbers.min.value)
      const highest = showDecimal(numbers.max.value)
      const total = additive ? `, together ${showDecimal(numbers.sum)}` : ''
      return [
        lowest === highest
          ? `${label}: ${lowest} each${total}`
          : `${label}: from ${lowest} to ${highest}${total}`,
      ]
    })
    .slice(0, MAX_RANGES)
}

function emptyColumns(columns: readonly NamedColumn[], digest: ResultDigest): string[] {
  const empty = columns.filter(({ facts }) => facts.nulls === digest.rowCount).map(({ label }) => label)
  return empty.length === 0 || empty.length > 3 ? [] : [`No row has a value for ${inWords(empty)}`]
}
