import type { ResultDigest } from './result-digest.ts'
import { showValue } from './show-value.ts'
import type { ToldColumn } from './wording.ts'
import { sentence } from './wording.ts'
import { isPluralNoun } from './column-role.ts'

const MAX_COLUMNS_TOLD = 5

/** A result of one row: one value is the answer itself, several are told one after the other. */
export function tellOneRow(columns: readonly ToldColumn[], digest: ResultDigest): string[] {
  const row = digest.firstRow ?? []
  const [only, ...more] = columns
  if (only && more.length === 0) return [sentence(tellValue(only, row[0] ?? null))]

  const told = columns
    .map((column, at) => ({ column, cell: row[at] ?? null }))
    .filter(({ column, cell }) => column.label !== null && cell !== null)
    .slice(0, MAX_COLUMNS_TOLD)
    .map(({ column, cell }) => `${column.label}: ${showValue(cell, column.role)}`)
  return told.length === 0 ? ['There is one row.'] : [sentence(`There is one row: ${told.join('; ')}`)]
}

function tellValue({ label, role }: ToldColumn, cell: NonNullable<ResultDigest['firstRow']>[number]): string {
  if (cell === null)
    return label === null
      ? 'The answer is empty: there was nothing to compute it from'
      : `There is no value for ${label}: the data holds nothing to take it from`
  const value = showValue(cell, role)
  if (label === null || isVague(label)) return `The answer is ${value}`
  const lastWord = label.split(' ').at(-1) ?? label
  // "The orders is 830" would be no English, and "the orders are 830" none either.
  return isPluralNoun(lastWord) || role === 'boolean' ? `${label}: ${value}` : `The ${label} is ${value}`
}

/** Names that engines give to a computed column say nothing about the answer. */
function isVague(label: string): boolean {
  return ['count', 'exists', 'coalesce', 'case', 'result', 'value', 'answer'].includes(label)
}
