import type { CatalogColumn, CatalogTable } from '../../../domain.ts'
import type { DateRange, DateUnit } from './dates.ts'

/** A query as a tree, the same for every engine; see `write-sql.ts`. */
export interface Select {
  from: Source
  joins: readonly Join[]
  outputs: readonly Output[]
  distinct: boolean
  where: readonly Condition[]
  groups: readonly Expression[]
  having: readonly Condition[]
  order: readonly { by: Expression; descending: boolean }[]
  limit: number | null
  /** Only so many of each part, told by their place in it. */
  limitPer?: { per: readonly Expression[]; count: number } | undefined
}

/** A table as it stands in one query; `alias` is its name where it stands there once. */
export interface Source {
  table: CatalogTable
  alias: string
}

export interface Join {
  source: Source
  on: readonly Condition[]
  kind: 'inner' | 'left'
}

export interface Output {
  by: Expression | { k: 'rows'; source: Source }
  /** Null for a column under its own name. */
  name: string | null
}

export type Aggregate = 'COUNT' | 'SUM' | 'AVG' | 'MIN' | 'MAX'

export type Expression =
  | { k: 'column'; source: Source; column: CatalogColumn }
  | { k: 'aggregate'; name: Aggregate; of: Expression | null; distinct: boolean }
  | { k: 'number'; value: number }
  | { k: 'arithmetic'; operator: '*' | '/' | '-' | '+'; left: Expression; right: Expression }
  | { k: 'subquery'; select: Select }
  /** The part of a time that rows are gathered by. */
  | { k: 'bucket'; unit: DateUnit | 'weekday'; of: Expression }
  /** 1 where it holds, else 0. */
  | { k: 'when'; condition: Condition; then: Expression | null }
  | { k: 'days-between'; later: Expression; earlier: Expression }
  /** Over the groups of the query: the sum of all, or so far in that order, or what the group before has. */
  | { k: 'window'; name: 'SUM' | 'LAG'; of: Expression; by: Expression | null }

export type Comparison = '=' | '<>' | '<' | '<=' | '>' | '>='

export type Condition =
  | { k: 'compare'; left: Expression; operator: Comparison; right: Expression }
  | { k: 'texts'; of: Expression; values: readonly string[]; exact: boolean }
  | { k: 'numbers'; of: Expression; values: readonly number[] }
  | { k: 'like'; of: Expression; how: 'contains' | 'starts' | 'ends'; text: string }
  | { k: 'null'; of: Expression }
  | { k: 'within'; of: Expression; range: DateRange }
  | { k: 'true'; of: Expression }
  | { k: 'exists'; select: Select }
  | { k: 'in'; of: Expression; select: Select }
  | { k: 'all' | 'any'; of: readonly Condition[] }
  | { k: 'not'; of: Condition }

export const not = (of: Condition): Condition => (of.k === 'not' ? of.of : { k: 'not', of })
