import type { Catalog, ColumnValues } from '../../domain.ts'
import { isAmount, isGroupColumn, roundRobin } from './example-questions.ts'
import { namingColumns, pluralName, spokenName } from './naming-columns.ts'
import type { QueryTree } from './query-tree.ts'
import { hasMeasure } from './query-tree.ts'

/** Questions that go on from a result: how many, of which kind, what belongs to it, in which order. */
export function followUpQuestions(
  tree: QueryTree,
  catalog: Catalog,
  values: readonly ColumnValues[],
): string[] {
  const { subject } = tree
  const name = pluralName(subject.name)
  const filtered = new Set(tree.filters.flatMap(filter => ('use' in filter ? [filter.use.column.name] : [])))
  const kinds = subject.columns.filter(
    column => isGroupColumn(subject, column.name) && !filtered.has(column.name),
  )
  const amounts = subject.columns.filter(
    ({ name: column, kind }) => (kind === 'DECIMAL' || kind === 'INTEGER') && isAmount(subject, column),
  )
  const [label] = namingColumns(subject)
  const children = catalog.tables.filter(
    child =>
      child.primaryKey.length === 1 && child.foreignKeys.some(key => key.referencesTable === subject.name),
  )
  const valueOf = (column: string) =>
    values
      .find(
        sample =>
          sample.table === subject.name && sample.schema === subject.schema && sample.column === column,
      )
      ?.values.find(text => /^\p{L}[\p{L} ]{2,30}$/u.test(text))
  if (hasMeasure(tree))
    return roundRobin([
      [`Show me all ${name}`],
      kinds.map(column => `How many ${name} are there per ${spokenName(column.name)}?`),
      amounts.map(column => `Top 5 ${name} by ${spokenName(column.name)}`),
    ])
  return roundRobin([
    ['How many are there?'],
    children.map(child => `Show me their ${pluralName(child.name)}`),
    kinds.flatMap(column => {
      const value = valueOf(column.name)
      return value === undefined ? [] : [`Only those with ${spokenName(column.name)} ${value}`]
    }),
    kinds.map(column => `How many are there per ${spokenName(column.name)}?`),
    label ? [`Sort them by ${spokenName(label.name)}`] : [],
    amounts.map(column => `Top 5 ${name} by ${spokenName(column.name)}`),
  ])
}
