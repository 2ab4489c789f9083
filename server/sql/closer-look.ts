/**
 * What matters of a query only together with what a catalog and a plan say. Nothing here decides whether it may run, so
 * it is a second look at the text, taken when somebody asks.
 */
import type { Place } from './statement.ts'

export interface TableName {
  schema: string | null
  name: string
}

/** A column as the text names it. */
export interface NamedColumn extends Place {
  name: string
  /** The table that the text says it is of, or all of FROM; none where it may be of something that is no table. */
  tables: readonly TableName[]
}

/** A comparison of something that is computed from a column with something that is not. */
export interface WrappedColumn extends Place {
  kind: 'WRAPPED_COLUMN'
  column: NamedColumn
  /** What it goes through: names of functions, operators, and `::type` for a cast. */
  wrappers: readonly string[]
}

/** LIKE with a pattern that begins with a wildcard. */
export interface LeadingWildcard extends Place {
  kind: 'LEADING_WILDCARD'
  column: NamedColumn
}

/** A column that stands beside a number in a dialect that compares text with numbers. */
export interface NumberForColumn extends Place {
  kind: 'NUMBER_FOR_COLUMN'
  column: NamedColumn
}

/** A column, or its upper or lower case, that has to be equal to one of these texts. */
export interface TextForColumn extends Place {
  kind: 'TEXT_FOR_COLUMN'
  column: NamedColumn
  texts: readonly string[]
  /** Case of letters does not count, by what the column goes through. */
  anyCase: boolean
}

/** NOT IN (SELECT column …) where nothing keeps NULLs of that column out. */
export interface NotInQuery extends Place {
  kind: 'NOT_IN_QUERY'
  column: NamedColumn
}

/** A division in a dialect where whole numbers give whole numbers, which both sides are if these are. */
export interface Division extends Place {
  kind: 'DIVISION'
  columns: readonly NamedColumn[]
  /** Columns of which it takes the sum, whose type may be wider. */
  sums: readonly NamedColumn[]
}

export type Remark = WrappedColumn | LeadingWildcard | NumberForColumn | TextForColumn | NotInQuery | Division

export interface CloserLook {
  remarks: readonly Remark[]
  /** `*` of the outermost SELECT. */
  star: Place | null
  /** The text says how many rows at most. */
  limited: boolean
}
