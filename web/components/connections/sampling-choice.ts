/** Which columns sample values are read of, and how one choice changes that. */
import type { ConnectionDetailsFragment } from '../../graphql/generated/graphql.ts'

export type Sampling = ConnectionDetailsFragment['sampling']
export type ColumnPath = Sampling['never'][number]
export type SamplingChoice = 'usual' | 'never' | 'always'

export const SAMPLING_WORDS: Record<SamplingChoice, string> = {
  usual: 'Values: as usual',
  never: 'Values: never',
  always: 'Values: always',
}

export function isSameColumn(one: ColumnPath, other: ColumnPath): boolean {
  return one.schema === other.schema && one.table === other.table && one.column === other.column
}

export function choiceOf(sampling: Sampling, column: ColumnPath): SamplingChoice {
  const isIn = (columns: readonly ColumnPath[]) => columns.some(candidate => isSameColumn(candidate, column))
  if (isIn(sampling.never)) return 'never'
  return isIn(sampling.always) ? 'always' : 'usual'
}

/** A column is in one list at most. */
export function choose(sampling: Sampling, column: ColumnPath, choice: SamplingChoice): Sampling {
  const { schema, table, column: name } = column
  const path = { schema, table, column: name }
  const without = (columns: readonly ColumnPath[]) =>
    columns.filter(candidate => !isSameColumn(candidate, path))
  const never = without(sampling.never)
  const always = without(sampling.always)
  return {
    enabled: sampling.enabled,
    never: choice === 'never' ? [...never, path] : never,
    always: choice === 'always' ? [...always, path] : always,
  }
}

/** Of other types no values are read, whatever is chosen. */
export function isText(type: string): boolean {
  return /char|text|^name$|^set\b/i.test(type)
}

export function pathInWords({ schema, table, column }: ColumnPath): string {
  return `${schema}.${table}.${column}`
}
