/**
 * What the other rooms learn of a piece of SQL: facts in words that fit every dialect, never a parser's tree.
 * A dialect's folder fills them in; the guard judges them.
 */

import type { CloserLook } from './closer-look.ts'

/** A part of the text, in UTF-16 offsets; `end` is exclusive. */
export interface Place {
  start: number
  end: number
}

/** Something named in the text, as written: folded to lower case where the dialect folds, quotes removed. */
export interface Reference extends Place {
  schema: string | null
  name: string
}

/**
 * How a function may come to be called: by `f(x)`; by `(x).f`, which is the same call unless `x` has a field `f`; by
 * `t.f`, the same for a row of a table; or as the method of a TABLESAMPLE.
 */
export type CallForm = 'CALL' | 'ATTRIBUTE' | 'FIELD' | 'SAMPLING'

export interface FunctionReference extends Reference {
  form: CallForm
}

/** A piece of syntax and how it is called in words, e.g. `UPDATE`. */
export interface Mention extends Place {
  words: string
}

export interface Statement extends Place {
  /** What it is as a whole, e.g. `SELECT` (also for VALUES, TABLE and WITH), `UPDATE`, `CREATE TABLE`. */
  command: string
  /** Says that it is no query but EXPLAIN of one (never ANALYZE), or SHOW. The other facts are then those of the query. */
  inspects?: 'EXPLAIN' | 'SHOW'
  /** Settings that SHOW names. */
  settings?: readonly Reference[]
  /** True for SELECT in all its forms, EXPLAIN of it and SHOW. It may still write: see `changes`, `intos`, `locks` and `functions`. */
  reads: boolean
  /** Relations it names, each mention; names of its own WITH lists are not among them. */
  tables: readonly Reference[]
  functions: readonly FunctionReference[]
  operators: readonly Reference[]
  types: readonly Reference[]
  /** INSERT, UPDATE, DELETE and MERGE, wherever they stand. */
  changes: readonly Mention[]
  /** SELECT … INTO. */
  intos: readonly Mention[]
  /** FOR UPDATE and its relatives. */
  locks: readonly Mention[]
  parameters: readonly Mention[]
  /** What the reader of this dialect does not know. Nothing inside such a part is in the other lists. */
  unknownSyntax: readonly Mention[]
  /** Names of the result's columns; null for one that only the server can name, and all of it null with `*`. */
  columns: readonly (string | null)[] | null
  /** True when nothing in the text bounds the rows: no LIMIT, WHERE, GROUP BY, DISTINCT or lone aggregate. */
  wholeTable: boolean
  /** True when LIMIT cuts rows of tables that nothing puts in order. Absent: not looked at in this dialect. */
  unorderedLimit?: boolean
  /** True when the text says in which order the rows of the whole come. Absent: not looked at in this dialect. */
  ordered?: boolean
  /** FROM items that no condition ties to the others. */
  crossJoins: readonly Mention[]
  /** `= NULL` and `<> NULL`, which hold for no row. */
  nullComparisons: readonly Mention[]
  /** For what a catalog and a plan tell more about; worked out when it is called. Absent where it is no query. */
  lookCloser?: () => CloserLook
}

export type ParseResult =
  | { ok: true; statements: readonly Statement[] }
  /** `message` is fit for a person; `start` is null where the trouble has no place. */
  | { ok: false; message: string; start: number | null }

export interface SqlParser {
  /** Pure and synchronous. At most 100,000 characters are read; longer text, NUL and lone surrogates are refused. */
  parse(sql: string): ParseResult
}
