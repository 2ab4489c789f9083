import type { CursorLimits, Database, RowCursor } from '../databases/database.ts'
import type { EncodedRows, Problem, ResultColumn, RunState } from '../domain.ts'
import { createArrivals } from './arrivals.ts'
import { createExecution } from './execution.ts'
import { exportSource } from './export-source.ts'
import type { ExportedRows, ExportSettings } from './export-source.ts'
import { CONTENT_TYPES } from './formats/export-format.ts'
import { createFetchTurns } from './fetch-turns.ts'
import { createRunQueue } from './run-queue.ts'
import type { Workplace } from './run-queue.ts'

export type { ExportFormat } from './formats/export-format.ts'
export type { ExportedRows, ExportSettings } from './export-source.ts'

export interface ExecutionLimits {
  /** Rows of one run at most. */
  maxRows: number
  /** JSON of the rows of one run; the row that reaches it is the last. */
  maxBytes: number
  /** From the time when the run had its turn to the end, a slow reader's pauses included. */
  maxSeconds: number
  /** From the same time to the first row. */
  firstRowSeconds: number
  /** How long a reader may stay away that has something to take. */
  stallSeconds: number
}

/** How a run ended. TRUNCATED: there was more than the limit of rows or bytes let through. */
export interface ExecutionOutcome {
  state: Exclude<RunState, 'RUNNING'>
  rowCount: number
  /** Null when no row came. */
  firstRowMs: number | null
  durationMs: number
  /** Why, for FAILED and CANCELLED: DATABASE_ codes, RUN_TIME_LIMIT, RUN_NOT_READ, RUN_CANCELLED. */
  problem: Problem | null
}

/** How far a run is, the batch that it comes with included. */
export interface Progress {
  rowCount: number
  byteCount: number
  elapsedMs: number
}

/** Rows in the form in which they go on: as JSON for a run, in the format of the file for an export. */
export type Portion = Pick<EncodedRows, 'count' | 'bytes'>

/** As `Database.openCursor`, for rows of any form. */
export interface RowSource<Rows extends Portion> {
  openCursor(sql: string, limits: CursorLimits): Promise<RowsOf<Rows>>
}

export interface RowsOf<Rows extends Portion> extends Omit<RowCursor, 'read'> {
  read(...bounds: Parameters<RowCursor['read']>): Promise<{ rows: Rows; done: boolean }>
}

export type ExecutionEvent<Rows extends Portion = EncodedRows> =
  /** Others are before it; 1 is next. Comes again whenever that changes. */
  | { kind: 'queued'; position: number }
  | { kind: 'started'; columns: readonly ResultColumn[] }
  /** `offset` is the index of the first row in the whole result. */
  | ({ kind: 'rows'; offset: number; rows: Rows } & Progress)
  | ({ kind: 'finished' } & ExecutionOutcome)

export interface ExecutionRequest<Rows extends Portion = EncodedRows> {
  database: RowSource<Rows>
  /** One statement that the guard has approved. */
  sql: string
  limits: ExecutionLimits
  /** Runs of one key wait for each other when there are more than places. */
  workplace: Workplace
  /** Called once, whatever the end; the iterator ends after it. A rejection is handed to the reader. */
  onOutcome: (outcome: ExecutionOutcome) => Promise<void>
}

/**
 * The events of one run: `queued` …, `started`, `rows` …, `finished`. Failures of the database are a `finished` event,
 * never thrown; a bug is thrown, when the outcome is on record. Nothing happens before the first `next()`; one batch of rows
 * is in memory at most. Not an async generator, whose `return()` would have to wait for a `next()` that waits for the database.
 */
export interface Execution<Rows extends Portion = EncodedRows> extends AsyncIterableIterator<
  ExecutionEvent<Rows>
> {
  next(): Promise<IteratorResult<ExecutionEvent<Rows>, undefined>>
  /** The reader has left: no further event. Also stops the statement in the database. */
  return(): Promise<IteratorResult<ExecutionEvent<Rows>, undefined>>
  /** Somebody else wants it to end: the reader gets `finished` with CANCELLED. Resolves when the outcome is on record. */
  cancel(): Promise<void>
}

export interface ExportRequest extends Omit<ExecutionRequest, 'database'> {
  database: Pick<Database, 'openCursor' | 'copyCsv'>
}

/** A whole result as a file: what `begin` gives, the texts of the rows, what `end` gives. */
export interface ExportedFile {
  execution: Execution<ExportedRows>
  /** As HTTP names it. */
  contentType: string
  /** Once the execution has started. */
  begin(): string
  end(): string
}

export interface ExecutorOptions {
  now: () => Date
  /** Batches (but for the first of each run) that are fetched at the same time in this process. */
  concurrentFetches?: number
  /** While more runs than that are at work, a database that computes rows ahead takes the processor from first rows. */
  portionsFrom?: number
}

export type Executor = ReturnType<typeof createExecutor>

export function createExecutor({ now, concurrentFetches = 2, portionsFrom = 4 }: ExecutorOptions) {
  const queue = createRunQueue()
  const arrivals = createArrivals()
  const turns = createFetchTurns(concurrentFetches, () => arrivals.countWaiting())
  function execute<Rows extends Portion>({ workplace, ...request }: ExecutionRequest<Rows>): Execution<Rows> {
    return createExecution({
      ...request,
      now,
      takePlace: () => queue.take(workplace),
      takeTurn: () => turns.take(),
      hasNewcomers: () => turns.hasNewcomers(),
      arrive: () => turns.arrive(),
      isCrowded: () => queue.countAtWork() > portionsFrom,
    })
  }
  return {
    execute,
    /** Before whatever a run or export has to do first: resolves at once, but for many that come at the same time. */
    enter: () => arrivals.enter(),
    export({ database, ...request }: ExportRequest, settings: ExportSettings): ExportedFile {
      const { source, begin, end } = exportSource(database, settings)
      return {
        execution: execute({ ...request, database: source }),
        contentType: CONTENT_TYPES[settings.format],
        ...{ begin, end },
      }
    },
  }
}
