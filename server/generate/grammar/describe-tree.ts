import type { CatalogTable } from '../../domain.ts'
import { pluralName } from './naming-columns.ts'
import type { ColumnUse, Filter, Group, MeasureOutput, Order, QueryTree } from './query-tree.ts'
import { isMeasure } from './query-tree.ts'
import { openColumns } from './secret-columns.ts'

const MEASURE_NAMES = { AVG: 'average', SUM: 'total', MIN: 'lowest', MAX: 'highest' } as const

/** How the question was read, in words: `customers · country = "Germany" · all columns`. */
export function describeTree(tree: QueryTree): string {
  const name = ({ table, column }: ColumnUse) =>
    table === tree.subject ? column.name : `${table.name}.${column.name}`
  return [
    tree.subject.name,
    ...tree.filters.map(filter => filterWords(filter, name)),
    ...tree.outputs.filter(isMeasure).map(measure => measureWords(measure, tree.subject, name)),
    ...tree.groups.map(group => groupWords(group, tree, name)),
    ...shownWords(tree, name),
    ...tree.order.map(order => orderWords(order, tree, name)),
    ...(tree.limit === null ? [] : [limitWords(tree.limit, tree.isOneOfSeveral)]),
  ].join(' · ')
}

type NameOf = (use: ColumnUse) => string

function filterWords(filter: Filter, name: NameOf): string {
  switch (filter.kind) {
    case 'equals':
      return `${name(filter.use)} = ${filter.values.map(value => `"${value}"`).join(' or ')}`
    case 'compare':
      return `${name(filter.use)} ${filter.comparison} ${filter.number}`
    case 'between':
      return `${name(filter.use)} from ${filter.low} to ${filter.high}`
    case 'true':
      return `${name(filter.use)} is true`
    case 'known':
      return `${name(filter.use)} is known`
    case 'related':
      return `with ${filter.table.name}`
  }
}

function measureWords(measure: MeasureOutput, subject: CatalogTable, name: NameOf): string {
  switch (measure.kind) {
    case 'count':
      return `number of ${pluralName(subject.name)}`
    case 'count-distinct':
      return `number of different ${name(measure.use)}`
    case 'aggregate':
      return `${MEASURE_NAMES[measure.name]} ${name(measure.use)}`
  }
}

function groupWords(group: Group, tree: QueryTree, name: NameOf): string {
  const words = group.kind === 'entity' ? `per row of ${group.table.name}` : `per ${name(group.use)}`
  return tree.keepsEmptyGroups ? `${words}, with 0 where there are none` : words
}

function shownWords(tree: QueryTree, name: NameOf): string[] {
  if (tree.outputs.some(({ kind }) => kind === 'row')) {
    const hidden = tree.subject.columns.filter(column => !openColumns(tree.subject).includes(column))
    return [
      hidden.length === 0 ? 'all columns' : `all columns but ${hidden.map(column => column.name).join(', ')}`,
    ]
  }
  const columns = tree.outputs.flatMap(output => (output.kind === 'column' ? [name(output.use)] : []))
  return columns.length === 0 ? [] : [`${tree.distinct ? 'different ' : ''}${columns.join(', ')}`]
}

function orderWords({ by, descending }: Order, tree: QueryTree, name: NameOf): string {
  const key = by.kind === 'column' ? name(by.use) : measureWords(by.measure, tree.subject, name)
  return `sorted by ${key}${descending ? `, ${isTime(by) ? 'latest' : 'highest'} first` : ''}`
}

function limitWords(limit: number, isOneOfSeveral: boolean): string {
  if (isOneOfSeveral) return 'the first of them if several tie'
  return limit === 1 ? 'the first one' : `the first ${limit}`
}

function isTime(by: Order['by']): boolean {
  return by.kind === 'column' && (by.use.column.kind === 'DATE' || by.use.column.kind === 'TIMESTAMP')
}
