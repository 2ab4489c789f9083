import type { MigrationAction } from './migration-action.ts'
import type { Place } from './statement.ts'
import type { WrittenChange } from './written-change.ts'

/**
 * What a statement of a change is, by what may become of it: STRUCTURE and MAINTENANCE change the catalog or its files,
 * DATA rows; TRANSACTION and SESSION take over what the applier decides; what OPAQUE does cannot be seen in it; SERVER
 * reaches beyond the database. OTHER is what the reader does not know.
 */
export type MigrationKind =
  'STRUCTURE' | 'MAINTENANCE' | 'DATA' | 'QUERY' | 'TRANSACTION' | 'SESSION' | 'OPAQUE' | 'SERVER' | 'OTHER'

/** One statement of a change, in the order of the text. */
export interface MigrationStatement extends Place {
  /** As written, with its comments, without the semicolon. */
  sql: string
  kind: MigrationKind
  /** In words, e.g. `ALTER TABLE`. */
  command: string
  /** False: must stand outside of a transaction, or commits by itself. */
  transactional: boolean
  /** Of dialects whose changes of a table are one list in one statement; absent for others. */
  written?: WrittenChange
  /** Of dialects that are read clause by clause, in that order; empty for others and for what no rule looks at. */
  actions: readonly MigrationAction[]
}

export type MigrationReading =
  | { ok: true; statements: readonly MigrationStatement[] }
  /** `message` is fit for a person; `start` is null where the trouble has no place. */
  | { ok: false; message: string; start: number | null }

/** Splits and names the statements of a change by the dialect's own grammar. Pure. */
export interface MigrationReader {
  read(sql: string): MigrationReading
}
