import type { RollbackClass, ShadowPlace, StepCost, StructureObject, TargetIdentity } from '../domain.ts'

export type { ObjectKind, StructureObject, TargetIdentity } from '../domain.ts'

/**
 * What an engine does for changes of a user's database: it reads the structure, tries statements on an empty copy of it,
 * writes the way back, and applies. Part of the contract in `database.ts`; failures are `AppError`s as there. Nothing but
 * an `Applier` changes the target.
 */

/** A database without its data: what the login can see of it, without the server's own objects. */
export interface Structure {
  objects: readonly StructureObject[]
  /** e.g. 180004 or 101106 */
  serverVersionNumber: number
  serverVersion: string
  /** Settings that change the meaning of statements, by name: search_path, TimeZone, sql_mode and the like. */
  settings: Readonly<Record<string, string>>
  /** What rules about changes have to know of the server; absent where its engine tells nothing of that. */
  traits?: readonly ServerTrait[]
}

/** In what servers of one engine differ, by their version or by what they are set to. */
export type ServerTrait =
  /** REFERENCES behind a column makes no foreign key. */
  | 'IGNORES_INLINE_REFERENCES'
  /** CHECK is read and forgotten. */
  | 'IGNORES_CHECKS'
  | 'ADDS_LAST_COLUMN_AT_ONCE'
  | 'ADDS_ANY_COLUMN_AT_ONCE'
  /** After 64 columns that were added or dropped at once a table has to be written anew. */
  | 'COUNTS_ROW_VERSIONS'
  /** An index can be taken from queries, and is kept: by the word IGNORED, or INVISIBLE. */
  | 'IGNORED_INDEXES'
  | 'INVISIBLE_INDEXES'
  /** A table whose keys cascade is not altered while others write. */
  | 'CASCADES_NEED_LOCK'
  | 'TIMESTAMP_ENDS_2038'
  | 'DISPLAY_WIDTH_DEPRECATED'
  /** A text of at most 127 bytes may come to need two bytes for its length. */
  | 'SHORT_TEXT_GROWS_AT_ONCE'
  /** A default may be computed. */
  | 'EXPRESSION_DEFAULTS'
  /** A statement may say how long it waits for a table. */
  | 'WAITS_BY_STATEMENT'
  /** Replicas can follow it. */
  | 'BINARY_LOG'
  /** Its binary log holds whole rows. */
  | 'ROW_IMAGES'
  /** It is one of several that change together. */
  | 'CLUSTER'

/** Of a table, by the target's statistics; null where there are none. */
export interface TableSize {
  /** As in `StructureObject.id`. */
  id: string
  rows: number | null
  /** With its indexes. */
  bytes: number | null
  /** The next number of the column that counts by itself; absent where there is none. */
  nextNumber?: number | null
  /** Columns that were added or dropped at once since it was last written anew; absent where nobody counts them. */
  rowVersions?: number | null
}

/** How an index that is no key has been used since the server began to count. */
export interface IndexUse {
  /** As in `StructureObject.id`. */
  id: string
  /** The id of its table. */
  table: string
  scans: number
  /** Reads of its table by any way. */
  tableReads: number
  bytes: number | null
  /** Milliseconds; null where nobody knows since when. */
  countedForMs: number | null
}

/** A session that keeps others from a lock, or could. */
export interface Blocker {
  sessionId: string
  user: string
  /** Of its transaction. */
  ageMs: number
  /** What it does, e.g. `idle in transaction`. */
  state: string
  /** It is one of ours. */
  own: boolean
}

/** What a statement did on the shadow. */
export interface StepMeasure {
  cost: StepCost
  /** e.g. `AccessExclusiveLock on public.orders` or `ALGORITHM=COPY, LOCK=SHARED on orders`. */
  locks: readonly string[]
  /** Ids of the tables that were there before it and that it locked for more than reading. */
  tables: readonly string[]
  /** Why it is no cheaper, in the server's words where it says so; null otherwise. */
  reason: string | null
}

/**
 * An empty copy of a structure that statements are tried on. Nothing of it reaches the target's data; `close` removes it,
 * and what a dead process has left is removed by the next one.
 */
export interface Shadow {
  place: ShadowPlace
  /** What could not be copied, in words; empty where the copy is whole. */
  notes: readonly string[]
  /** Runs one statement for good on the copy. Rejects as the server does: DATABASE_STATEMENT_FAILED with its words. */
  run(statement: { sql: string; transactional: boolean }): Promise<StepMeasure>
  /**
   * As the target would be: what could not be copied counts as it is there, as long as no step touched it. With what waits
   * for the end of a transaction checked.
   */
  readStructure(): Promise<Structure>
  /** Idempotent, never rejects. */
  close(): Promise<void>
}

export interface ApplyTimeouts {
  lockTimeoutMs: number
  statementTimeoutMs: number
}

export type TransactionOutcome = 'COMMITTED' | 'ABORTED' | 'RUNNING' | 'UNKNOWN'

export interface AppliedStatement {
  sql: string
  transactional: boolean
  /** What the dry run saw it take: a server that can be told keeps to that, or refuses. */
  locks?: readonly string[]
}

/** A session of its own that changes the target. One call at a time, but for `cancel`. */
export interface Applier {
  /** Tries, never waits: false when another process applies something to this database. Held until `close`. */
  tryLock(): Promise<boolean>
  /** Also inside of a transaction, as that sees it. */
  readStructure(): Promise<Structure>
  /**
   * Begins a transaction and answers its id, which `outcomeOf` knows after a crash; null where every statement commits
   * by itself.
   */
  begin(timeouts: ApplyTimeouts): Promise<string | null>
  /**
   * Takes the locks that a change of these tables needs, so that what is read after stays as it is; what is not there is left
   * out. PROPOSAL_LOCK_TIMEOUT as in `run`. Only in a transaction.
   */
  lockTables(ids: readonly string[]): Promise<void>
  /** Rejects with PROPOSAL_LOCK_TIMEOUT when a lock was not had in time; nothing of the statement has happened then. */
  run(statement: AppliedStatement, timeouts: ApplyTimeouts): Promise<void>
  /** A rejection leaves open whether it happened: ask `outcomeOf`. */
  commit(): Promise<void>
  /** Never rejects. */
  rollback(): Promise<void>
  /** Ends what `run` is waiting for. Never rejects. */
  cancel(): Promise<void>
  /** Ends the session, and with it the lock and an open transaction. Idempotent, never rejects. */
  close(): Promise<void>
}

/** A way back from `after` to `before`, and what it loses. */
export interface Rollback {
  /** In order; empty where nothing has to be undone. */
  statements: readonly { sql: string; transactional: boolean }[]
  class: RollbackClass
  /** What cannot be undone, or comes back otherwise than it was, in words. */
  notes: readonly string[]
}

/** Changes of one database. */
export interface SchemaChanges {
  /** What stands by itself waits for every older transaction of the database, as PostgreSQL's CONCURRENTLY does. */
  aloneWaitsForAll: boolean
  identity(): Promise<TargetIdentity>
  /** All that is in the schemas of users: a few queries whatever the size, or one an object where an engine tells it no other way. */
  readStructure(): Promise<Structure>
  readSizes(): Promise<readonly TableSize[]>
  /** Absent where an engine does not count that. */
  readIndexUse?(): Promise<readonly IndexUse[]>
  /**
   * Sessions with transactions older than `olderThanMs` that locks on these tables would wait for; the oldest first. None
   * asks for all transactions of the database, which is what PostgreSQL's CONCURRENTLY waits for.
   */
  readBlockers(tables: readonly string[], olderThanMs: number): Promise<readonly Blocker[]>
  /** A copy on the target's own server where the login may make one, else on `DatabaseOptions.shadowServer`, else PROPOSAL_NOT_TRIED. */
  openShadow(structure: Structure): Promise<Shadow>
  openApplier(): Promise<Applier>
  /** Of a transaction that `begin` named, also of one that is long over. */
  outcomeOf(transactionId: string): Promise<TransactionOutcome>
}

/**
 * Pure: how an engine writes what undoes a change. Both structures are of the same place (the target twice, or one shadow
 * before and after its steps), so that a rename is told from a drop and a making. What changed rows only is in neither.
 */
export type WriteRollback = (before: Structure, after: Structure) => Rollback
