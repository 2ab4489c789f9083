import type { ColumnFacts, ResultDigest } from './result-digest.ts'
import { compareDecimals, showDecimal } from './decimal.ts'
import { showDate } from './show-value.ts'
import type { ToldColumn } from './wording.ts'
import { countOf, labelsInWords, sentence } from './wording.ts'

type Numbers = NonNullable<ColumnFacts['numbers']>

export interface Grouping {
  group: ToldColumn
  measure: ToldColumn & { numbers: Numbers }
}

/** Two columns, one number for each of what the other names; every name once. */
export function groupingOf(columns: readonly ToldColumn[], digest: ResultDigest): Grouping | null {
  const measure = columns.find(column => column.role === 'measure')
  const group = columns.find(column => column !== measure)
  if (columns.length !== 2 || !measure?.facts.numbers || !group) return null
  const { distinct, nulls } = group.facts
  const everyNameOnce = distinct !== null && nulls <= 1 && distinct + nulls === digest.rowCount
  return everyNameOnce ? { group, measure: { ...measure, numbers: measure.facts.numbers } } : null
}

export function tellGrouping({ group, measure }: Grouping, digest: ResultDigest): string[] {
  const { min, max, sum } = measure.numbers
  const label = measure.label ?? 'value'
  const noun = group.label ?? 'row'
  const sentences = [
    `There are ${countOf(digest.rowCount, group.facts.nulls === 0 ? noun : 'group')}${spanOf(group)}`,
  ]

  if (compareDecimals(min.value, max.value) === 0) {
    sentences.push(`All have the same ${label}: ${showDecimal(max.value)}`)
  } else {
    const highest = `Highest ${label}: ${labelsInWords(max.labels, max.rows, group.role)} with ${showDecimal(max.value)}`
    const lowest = `lowest: ${labelsInWords(min.labels, min.rows, group.role)} with ${showDecimal(min.value)}`
    sentences.push(`${highest}; ${lowest}`)
  }
  if (measure.facts.additive) sentences.push(`Together: ${showDecimal(sum)}`)
  if (measure.facts.nulls > 0)
    sentences.push(`Not counting ${countOf(measure.facts.nulls, 'row')} without a value`)
  return sentences.map(sentence)
}

function spanOf({ facts }: ToldColumn): string {
  if (facts.role === 'date' && facts.dates)
    return `, from ${showDate(facts.dates.min)} to ${showDate(facts.dates.max)}`
  if (facts.role === 'calendar' && facts.numbers) {
    const { min, max } = facts.numbers
    return `, from ${plainNumber(min.value)} to ${plainNumber(max.value)}`
  }
  return ''
}

/** A year has no thousands. */
function plainNumber(value: Numbers['sum']): string {
  return showDecimal(value).replaceAll(',', '')
}
