import type { CatalogColumn, CatalogTable } from '../../domain.ts'
import type { AggregateName, Comparison } from './sketch.ts'

/** A question that is fully understood: one subject, and everything else in terms of the catalog. */
export interface QueryTree {
  /** Whose rows are listed, counted or measured. */
  subject: CatalogTable
  outputs: readonly Output[]
  distinct: boolean
  filters: readonly Filter[]
  groups: readonly Group[]
  order: readonly Order[]
  limit: number | null
  /** One was asked for (`which customer has the most orders`), though several may share that place. */
  isOneOfSeveral: boolean
  /** Groups that nothing is counted in stay, with 0. */
  keepsEmptyGroups: boolean
}

export interface ColumnUse {
  table: CatalogTable
  column: CatalogColumn
}

export type MeasureOutput =
  | { kind: 'count' }
  | { kind: 'count-distinct'; use: ColumnUse }
  | { kind: 'aggregate'; name: AggregateName; use: ColumnUse }

export type Output = { kind: 'column'; use: ColumnUse } | { kind: 'row'; table: CatalogTable } | MeasureOutput

export type Filter =
  | { kind: 'equals'; use: ColumnUse; values: readonly string[]; exact: boolean }
  | { kind: 'compare'; use: ColumnUse; comparison: Comparison; number: number }
  | { kind: 'between'; use: ColumnUse; low: number; high: number }
  | { kind: 'true'; use: ColumnUse }
  /** The database knows a value there. */
  | { kind: 'known'; use: ColumnUse }
  /** At least one row of that table belongs to the subject's row. */
  | { kind: 'related'; table: CatalogTable }

export type Group =
  | { kind: 'column'; use: ColumnUse }
  /** One group per row of the table; `shown` columns say which. */
  | { kind: 'entity'; table: CatalogTable; shown: readonly CatalogColumn[] }

export interface Order {
  by: { kind: 'column'; use: ColumnUse } | { kind: 'measure'; measure: MeasureOutput }
  descending: boolean
}

/** The table that a filter speaks of. */
export function tableOf(filter: Filter): CatalogTable {
  return filter.kind === 'related' ? filter.table : filter.use.table
}

export function isMeasure(output: Output): output is MeasureOutput {
  return output.kind !== 'column' && output.kind !== 'row'
}

export function hasMeasure(tree: QueryTree): boolean {
  return tree.outputs.some(isMeasure)
}

/** True when the query reads that column for what it selects, groups, sorts or measures. */
export function speaksOf(tree: QueryTree, { table, column }: ColumnUse): boolean {
  const uses = [
    ...tree.filters.flatMap(filter => ('use' in filter ? [filter.use] : [])),
    ...tree.groups.flatMap(group => (group.kind === 'column' ? [group.use] : [])),
    ...tree.outputs.flatMap(output => ('use' in output ? [output.use] : [])),
    ...tree.order.flatMap(({ by }) => (by.kind === 'column' ? [by.use] : [])),
  ]
  return uses.some(use => use.table === table && use.column === column)
}
