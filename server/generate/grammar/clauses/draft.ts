import type { CatalogColumn, CatalogTable } from '../../../domain.ts'
import type { DateRange, DateUnit } from './dates.ts'
import type { Link } from './links.ts'
import type { Aggregate, Comparison } from './tree.ts'

/** Rows that a question speaks of: those of its subject, or some that belong to those of another scope. */
export interface Scope {
  table: CatalogTable
  parent: Scope | null
  links: readonly Link[]
  /** There are none such. */
  negated: boolean
  conditions: Fact[]
  /** Its columns are shown, sorted or measured, so it is joined rather than asked for. */
  joined: boolean
  /** How many of them there are. */
  count: { operator: Comparison; n: number } | null
  /** Named, not only implied by a value or a column. */
  said: boolean
  /** Rows that have none of it stay. */
  optional?: boolean
}

export interface Place {
  scope: Scope
  column: CatalogColumn
}

export type Measure =
  /** `once`: "different" was said. */
  | { k: 'count'; scope: Scope; column: CatalogColumn | null; distinct: boolean; once?: boolean }
  | { k: 'aggregate'; name: Aggregate; place: Place; times: Place | null; discount: Place | null }
  /** How many there are for each of the other, on average. */
  | { k: 'mean-count'; scope: Scope; each: Scope }
  | { k: 'days'; name: Aggregate; scope: Scope; earlier: Place; later: Place }

/** What is shown beside a measure, over the groups. */
export type Derived = 'share' | 'running' | 'previous'

export type Shown =
  Measure | { k: 'column'; place: Place } | { k: 'entity'; scope: Scope } | { k: 'rows'; scope: Scope }

export type Fact =
  | { k: 'texts'; column: CatalogColumn; values: string[]; exact: boolean; negated: boolean }
  | { k: 'like'; column: CatalogColumn; how: 'contains' | 'starts' | 'ends'; text: string; negated: boolean }
  | { k: 'compare'; column: CatalogColumn; operator: Comparison; value: Operand }
  | { k: 'within'; column: CatalogColumn; range: DateRange; negated: boolean }
  | { k: 'null'; column: CatalogColumn; negated: boolean }
  | { k: 'true'; column: CatalogColumn; negated: boolean }
  | { k: 'scope'; scope: Scope }
  /** Compares a measure over what belongs to the row. */
  | { k: 'measure'; measure: Measure; operator: Comparison; value: Operand }
  /** So many days from one time to another. */
  | { k: 'days'; later: Place; earlier: Place; operator: Comparison; n: number }
  /** Days of the week, Sunday is 0. */
  | { k: 'weekday'; column: CatalogColumn; days: number[]; said: string; negated: boolean }
  | { k: 'any'; of: Fact[] }

export type Operand =
  | { k: 'number'; n: number }
  | { k: 'column'; column: CatalogColumn; scope: Scope | null }
  | {
      k: 'overall'
      name: Aggregate
      table: CatalogTable
      column: CatalogColumn
      times: number
      /** Of these rows only. */
      among: Scope | null
    }
  /** What the row with the most, or the least, of another column has. */
  | { k: 'extreme'; table: CatalogTable; column: CatalogColumn; by: CatalogColumn; descending: boolean }

export type Grouping =
  | { k: 'column'; place: Place }
  | { k: 'entity'; scope: Scope }
  | { k: 'bucket'; place: Place; unit: DateUnit | 'weekday' }

/** A question as it was taken, before it is planned. */
export interface Draft {
  root: Scope
  shown: Shown[]
  distinct: boolean
  groups: Grouping[]
  order: { by: Measure | { k: 'column'; place: Place }; descending: boolean }[]
  limit: number | null
  /** The limit holds for each group by itself; planning finds out. */
  limitPer?: boolean
  having: { measure: Measure; operator: Comparison; value: number }[]
  percent: boolean
  /** Asks for the values of a column, not for rows: each once, and "not" means none of the rows that have it. */
  valuesAsked?: boolean
  derived: Derived | null
  /** How many of the root's rows fit the one, for each that fits the other; or the amounts of both. */
  ratio: { of: readonly Fact[]; to: readonly Fact[]; amount: Place | null } | null
  /** How words were taken, for people. */
  notes: string[]
}

/** The columns by which what is spoken of is linked, the tables that it is linked through, and the columns that times are compared with. */
export function chosenColumns({ conditions }: Scope): string[] {
  return conditions.flatMap(fact => {
    if (fact.k === 'within') return [fact.column.name]
    if (fact.k !== 'scope') return []
    const { links } = fact.scope
    const through = links.slice(0, -1).map(({ to }) => to.name)
    return [...links.map(({ by }) => by), ...through, ...chosenColumns(fact.scope)]
  })
}

/** A name that the data was not found to hold, and whose it was taken to be. */
export interface GivenName {
  text: string
  table: CatalogTable
}

export function givenNames({ table, conditions }: Scope): GivenName[] {
  const parts = conditions.flatMap(fact => {
    const [only] = fact.k === 'any' ? fact.of : [fact]
    return only?.k === 'texts' && !only.exact ? only.values : []
  })
  const within = conditions.flatMap(fact => (fact.k === 'scope' ? givenNames(fact.scope) : []))
  return parts.length === 0 ? within : [{ text: parts.join(' '), table }, ...within]
}
