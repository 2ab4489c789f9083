import type { Catalog, CatalogColumn, CatalogTable } from '../../domain.ts'
import { joinPath } from './join-path.ts'
import { hasMeasure, isMeasure, tableOf } from './query-tree.ts'
import type { ColumnUse, Group, QueryTree } from './query-tree.ts'
import { settled, unsound } from './resolve-nouns.ts'
import type { Resolved } from './resolve-nouns.ts'
import type { Comparison } from './sketch.ts'

/**
 * Lets only trees through whose SQL means what was asked: every table can be reached in one way, nothing is counted
 * twice through a join, and what is shown beside a measure is what it is grouped by.
 */
export function checkTree(tree: QueryTree, catalog: Catalog): Resolved<QueryTree> {
  for (const table of allTables(tree)) {
    const path = joinPath(catalog, tree.subject, table)
    if (path.kind === 'none') return unsound(`${tree.subject.name} and ${table.name} are not linked`)
    if (path.kind === 'ambiguous')
      return unsound(
        `${tree.subject.name} and ${table.name} are linked in ${path.ways.length} ways (${path.ways.map(way => way.flatMap(step => step.fromColumns).join(', ')).join(' or ')})`,
      )
  }
  if (contradicts(tree)) return unsound('one thing cannot have two values of the same sort')
  const impossible = impossibleRange(tree)
  if (impossible) return unsound(`no ${impossible.name} meets all the conditions on it`)
  const isToMany = (table: CatalogTable) => {
    const path = joinPath(catalog, tree.subject, table)
    return path.kind === 'path' && path.toMany
  }
  if (hasMeasure(tree)) return checkGrouped(tree, isToMany)
  const uses = [
    ...tree.outputs.flatMap(output => (output.kind === 'column' ? [output.use] : [])),
    ...tree.order.flatMap(({ by }) => (by.kind === 'column' ? [by.use] : [])),
  ]
  if (uses.some(({ table }) => isToMany(table))) return unsound('each row would come several times')
  if (tree.order.some(({ by }) => by.kind === 'measure')) return unsound('rows cannot be sorted by a count')
  if (tree.distinct && tree.order.some(({ by }) => by.kind === 'column' && !isShown(tree, by.use)))
    return unsound('different values cannot be sorted by something else')
  return settled(tree)
}

function checkGrouped(tree: QueryTree, isToMany: (table: CatalogTable) => boolean): Resolved<QueryTree> {
  if (tree.groups.some(group => group.kind === 'entity' && group.table === tree.subject))
    return unsound(`each of ${tree.subject.name} would be counted by itself`)
  const shownNothing = tree.groups.find(group => group.kind === 'entity' && group.shown.length === 0)
  if (shownNothing) return unsound(`nothing tells rows of ${groupTable(shownNothing).name} apart`)
  const fansOut = tree.groups.some(group => isToMany(groupTable(group)))
  const countsRows = tree.outputs.every(output => !isMeasure(output) || output.kind === 'count')
  if (fansOut && (!countsRows || tree.subject.primaryKey.length !== 1))
    return unsound('some rows would be measured several times')
  const columns = tree.outputs.flatMap(output => (output.kind === 'column' ? [output.use] : []))
  const stray = columns.find(use => !tree.groups.some(group => belongsTo(use, group)))
  if (stray) return unsound(`${stray.column.name} is not what is grouped by`)
  if (tree.outputs.some(({ kind }) => kind === 'row')) return unsound('whole rows beside a count')
  const sorted = tree.order.flatMap(({ by }) => (by.kind === 'column' ? [by.use] : []))
  if (sorted.some(use => !tree.groups.some(group => belongsTo(use, group))))
    return unsound('groups cannot be sorted by that')
  return settled(tree)
}

/** Two conditions that no row meets: `in Berlin` and `in Paris`, said one after the other. */
function contradicts(tree: QueryTree): boolean {
  const columns = tree.filters.flatMap(filter => (filter.kind === 'equals' ? [filter.use.column] : []))
  return new Set(columns).size < columns.length
}

/** A column whose numbers no row can have: `over 100` and `under 50`. */
function impossibleRange(tree: QueryTree): CatalogColumn | null {
  const ranges = new Map<CatalogColumn, { low: number; high: number; open: boolean }>()
  for (const filter of tree.filters) {
    if (filter.kind !== 'compare' && filter.kind !== 'between') continue
    const { column } = filter.use
    const next = filter.kind === 'between' ? { ...filter, open: false } : rangeOf(filter)
    const known = ranges.get(column) ?? { low: -Infinity, high: Infinity, open: false }
    const low = Math.max(known.low, next.low)
    const high = Math.min(known.high, next.high)
    const open = known.open || next.open
    if (low > high || (low === high && open)) return column
    ranges.set(column, { low, high, open })
  }
  return null
}

function rangeOf({ comparison, number }: { comparison: Comparison; number: number }) {
  return {
    low: comparison.startsWith('<') ? -Infinity : number,
    high: comparison.startsWith('>') ? Infinity : number,
    open: comparison === '<' || comparison === '>',
  }
}

function belongsTo({ table, column }: ColumnUse, group: Group): boolean {
  return group.kind === 'entity' ? group.table === table : group.use.column === column
}

export function groupTable(group: Group): CatalogTable {
  return group.kind === 'entity' ? group.table : group.use.table
}

function isShown(tree: QueryTree, { column }: ColumnUse): boolean {
  return tree.outputs.some(output => output.kind === 'column' && output.use.column === column)
}

function allTables(tree: QueryTree): Set<CatalogTable> {
  return new Set([
    ...tree.filters.map(tableOf),
    ...tree.groups.map(groupTable),
    ...tree.outputs.flatMap(output => ('use' in output ? [output.use.table] : [])),
    ...tree.order.flatMap(({ by }) => (by.kind === 'column' ? [by.use.table] : [])),
  ])
}
