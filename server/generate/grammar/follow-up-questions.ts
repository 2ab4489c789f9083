import type { Catalog } from '../../domain.ts'
import { childrenOf, roundRobin } from './example-questions.ts'
import { namingColumns, pluralName, spokenName } from './naming-columns.ts'
import type { QueryTree } from './query-tree.ts'
import { hasMeasure } from './query-tree.ts'
import { amountColumns, kindColumns } from './telling-columns.ts'

/** Some value that the result shows in the column of that name, where it shows several; null otherwise. */
export type SeenValue = (columnName: string) => string | null

/** Questions that go on from a result: how many, what belongs to it, of which kind, in which order. None is checked yet. */
export function followUpQuestions(tree: QueryTree, catalog: Catalog, seenValue: SeenValue): string[] {
  const { subject } = tree
  const name = pluralName(subject.name)
  const used = new Set([
    ...tree.filters.flatMap(filter => ('use' in filter ? [filter.use.column] : [])),
    ...tree.groups.flatMap(group => (group.kind === 'column' ? [group.use.column] : [])),
  ])
  const kinds = kindColumns(subject).filter(column => !used.has(column))
  const perKind = (column: { name: string }) => `per ${spokenName(column.name)}?`
  const top = amountColumns(subject).map(column => `Top 5 ${name} by ${spokenName(column.name)}`)
  if (hasMeasure(tree) || tree.limit !== null)
    return roundRobin([
      kinds.map(column => `How many ${name} are there ${perKind(column)}`),
      [`Show me all ${name}`],
      top,
    ])
  const [label] = namingColumns(subject)
  const narrower = kinds.flatMap(column => {
    const value = seenValue(column.name)
    return value === null ? [] : [`Only those with ${spokenName(column.name)} ${value}`]
  })
  return roundRobin([
    childrenOf(catalog, subject).map(child => `Show me their ${pluralName(child.name)}`),
    kinds.map(column => `How many are there ${perKind(column)}`),
    narrower,
    ['How many are there?'],
    label ? [`Sort them by ${spokenName(label.name)}`] : [],
    top,
  ])
}
