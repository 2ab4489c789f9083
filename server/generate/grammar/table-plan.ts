import type { Catalog, CatalogTable } from '../../domain.ts'
import { groupTable } from './check-tree.ts'
import { joinPath } from './join-path.ts'
import type { JoinStep } from './join-path.ts'
import type { Filter, QueryTree } from './query-tree.ts'
import { tableOf } from './query-tree.ts'

export interface PlannedJoin {
  step: JoinStep
  /** Keeps rows that have no partner, because the partner is only shown. */
  optional: boolean
  /** Conditions on what is joined, which must not remove what it is joined to. */
  filters: readonly Filter[]
}

/** Conditions on rows of which the subject may have several: they are asked for, not joined. */
export interface PlannedExists {
  steps: readonly JoinStep[]
  filters: readonly Filter[]
}

/** Which tables a query reads, and how. */
export interface TablePlan {
  from: CatalogTable
  joins: readonly PlannedJoin[]
  /** Filters on the subject and on joined tables. */
  filters: readonly Filter[]
  exists: readonly PlannedExists[]
  /** True when a join repeats rows of the subject, so that they must be counted by their key. */
  repeats: boolean
}

export function planTables(tree: QueryTree, catalog: Catalog): TablePlan {
  const pathTo = (table: CatalogTable): readonly JoinStep[] => {
    const path = joinPath(catalog, tree.subject, table)
    return path.kind === 'path' ? path.steps : []
  }
  const [group] = tree.groups
  if (tree.keepsEmptyGroups && group) return planFromGroup(tree, groupTable(group), pathTo)
  const repeats = (table: CatalogTable) => pathTo(table).some(({ toMany }) => toMany)
  const grouped = tree.groups.map(groupTable)
  const shown = [
    ...tree.outputs.flatMap(output => ('use' in output ? [output.use.table] : [])),
    ...tree.order.flatMap(({ by }) => (by.kind === 'column' ? [by.use.table] : [])),
  ]
  const byGroup = new Set(grouped.flatMap(table => pathTo(table).map(({ to }) => to)))
  const joinsFilter = (filter: Filter) => !repeats(tableOf(filter)) || byGroup.has(tableOf(filter))
  const joined = tree.filters.filter(joinsFilter)
  const needed = [...grouped, ...joined.map(tableOf)].flatMap(pathTo)
  const forShow = shown.flatMap(pathTo)
  const joins: PlannedJoin[] = []
  for (const step of [...needed, ...forShow]) {
    if (joins.some(join => join.step.to === step.to)) continue
    const column = step.from.columns.find(({ name }) => step.fromColumns.includes(name))
    const parentOptional = joins.some(join => join.step.to === step.from && join.optional)
    const optional =
      !needed.some(({ to }) => to === step.to) && ((column?.nullable ?? true) || parentOptional)
    joins.push({ step, optional, filters: [] })
  }
  return {
    from: tree.subject,
    joins,
    filters: joined.filter(({ kind }) => kind !== 'related'),
    exists: planExists(
      tree.filters.filter(filter => !joinsFilter(filter)),
      pathTo,
    ),
    repeats: grouped.some(repeats),
  }
}

/** The way back, from what is grouped by to what is counted, so that what has nothing to count stays. */
function planFromGroup(
  tree: QueryTree,
  from: CatalogTable,
  pathTo: (table: CatalogTable) => readonly JoinStep[],
): TablePlan {
  const onCounted = (filter: Filter) => tableOf(filter) === tree.subject
  const path = pathTo(from)
  const joins = [...path].reverse().map((step): PlannedJoin => ({
    step: {
      from: step.to,
      to: step.from,
      fromColumns: step.toColumns,
      toColumns: step.fromColumns,
      toMany: true,
    },
    optional: true,
    filters: step.from === tree.subject ? tree.filters.filter(onCounted) : [],
  }))
  return {
    from,
    joins,
    filters: tree.filters.filter(filter => !onCounted(filter)),
    exists: [],
    repeats: path.some(({ toMany }) => toMany),
  }
}

/** Conditions that start with the same link are about the same rows: `orders over 100 with product X`. */
function planExists(
  filters: readonly Filter[],
  pathTo: (table: CatalogTable) => readonly JoinStep[],
): PlannedExists[] {
  const byFirstTable = new Map<CatalogTable, { steps: JoinStep[]; filters: Filter[] }>()
  for (const filter of filters) {
    const path = pathTo(tableOf(filter))
    const [first] = path
    if (!first) continue
    const entry = byFirstTable.get(first.to) ?? { steps: [], filters: [] }
    byFirstTable.set(first.to, entry)
    for (const step of path) if (!entry.steps.some(({ to }) => to === step.to)) entry.steps.push(step)
    if (filter.kind !== 'related') entry.filters.push(filter)
  }
  return [...byFirstTable.values()]
}
