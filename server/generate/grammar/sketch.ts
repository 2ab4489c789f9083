import type { MentionTarget } from '../../domain.ts'

/** What a question says, read but not yet settled: nouns still carry everything that they could mean. */

export type TableTarget = Extract<MentionTarget, { kind: 'table' }>
export type ColumnTarget = Extract<MentionTarget, { kind: 'column' }>
export type ValueTarget = Extract<MentionTarget, { kind: 'value' }>

/** Words of the question, `to` excluded. */
export interface Span {
  from: number
  to: number
}

export interface TableNoun extends Span {
  kind: 'table'
  targets: readonly TableTarget[]
}

export interface ColumnNoun extends Span {
  kind: 'column'
  targets: readonly ColumnTarget[]
}

/** The word `name` or `id` itself: the columns that name a thing, or its key, of the given table or of the subject. */
export interface NameNoun extends Span {
  kind: 'name'
  part: 'name' | 'key'
  table: TableNoun | null
}

export interface ValueNoun extends Span {
  /** Empty for quoted text and numbers that the data was not found to hold. */
  targets: readonly ValueTarget[]
  text: string
}

export type AggregateName = 'AVG' | 'SUM' | 'MIN' | 'MAX'

export type Measure =
  | { kind: 'count'; of: TableNoun | null }
  | { kind: 'count-distinct'; of: ColumnNoun }
  | { kind: 'aggregate'; name: AggregateName; column: ColumnNoun }

export type SketchOutput = ColumnNoun | NameNoun | Measure

export type Comparison = '=' | '<' | '<=' | '>' | '>='

export type OrderKey = ColumnNoun | NameNoun | Measure

export type Modifier =
  | {
      kind: 'value'
      noun: ColumnNoun | TableNoun | null
      values: readonly ValueNoun[]
      joinedBy: 'and' | 'or'
    }
  | { kind: 'compare'; column: ColumnNoun; comparison: Comparison; number: number }
  | { kind: 'between'; column: ColumnNoun; low: number; high: number }
  | { kind: 'related'; table: TableNoun; link: string }
  | { kind: 'true'; column: ColumnNoun }
  | { kind: 'group'; by: readonly (ColumnNoun | TableNoun)[] }
  /** `said` is false for a bare `by`, which sorts only when a direction or a number of rows says so. */
  | { kind: 'order'; key: OrderKey | null; descending: boolean | null; said: boolean }
  | { kind: 'extreme'; key: OrderKey; descending: boolean }
  /** The rows belong to those of the question before: `their orders`. */
  | { kind: 'of-previous' }

/** What the question is about: a table, a column whose values are grouped, the result before, or not said. */
export type Subject =
  | { kind: 'table'; noun: TableNoun }
  | { kind: 'group'; noun: ColumnNoun }
  | { kind: 'previous'; from: number; to: number }
  | { kind: 'unsaid' }

/** `top` and `bottom` speak of amounts, `first` and `last` of a sequence. */
export interface Rank extends Span {
  way: 'top' | 'bottom' | 'first' | 'last'
}

export interface Sketch {
  subject: Subject
  /** Empty for whole rows. */
  outputs: readonly SketchOutput[]
  distinct: boolean
  limit: number | null
  /** Says which way an order without a direction goes. */
  rank: Rank | null
  modifiers: readonly Modifier[]
}
