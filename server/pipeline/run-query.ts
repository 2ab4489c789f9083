/** Runs what was confirmed and approved, streams its rows, and has its end on record whatever that end is. */
import type { EncodedRows, ResultSet, User } from '../domain.ts'
import { AppError } from '../errors.ts'
import type { ErrorCode } from '../errors.ts'
import type { ExecutionEvent, ExecutionOutcome, Progress } from '../execute/execute.ts'
import type { ApprovalRequest, ApproveQuery } from './approve-query.ts'
import type { Dependencies } from './dependencies.ts'
import type { Lookup } from './lookup.ts'
import type { ResultDigests } from './result-digests.ts'
import { createRunOutcomes } from './run-outcomes.ts'

export interface RunRequest extends ApprovalRequest {
  maxRows: number | null
  requestId: string | null
  /** Also `started` while others come before it: see `ResultSet.queuePosition`. */
  announceQueue: boolean
}

export type RunEvent =
  /** While it waits for its turn there are no columns yet; it comes again. */
  | { kind: 'started'; resultSet: ResultSet & { queuePosition?: number } }
  | ({ kind: 'rows'; offset: number; rows: EncodedRows } & Progress)
  | { kind: 'finished'; resultSet: ResultSet }

interface ActiveRun {
  userId: string
  cancel: () => Promise<void>
  /** Null while it works. */
  queuePosition: number | null
}

export type RunQuery = ReturnType<typeof createRunQuery>

export function createRunQuery(
  { store, audit, executor, limits, now, newId }: Dependencies,
  lookup: Lookup,
  digests: ResultDigests,
  approve: ApproveQuery,
) {
  const active = new Map<string, ActiveRun>()
  const outcomes = createRunOutcomes()

  async function refuseRepeat(user: User, requestId: string): Promise<void> {
    const earlier = await store.resultSets.findByRequest(user.id, requestId)
    if (!earlier) return
    if (earlier.state === 'RUNNING') {
      throw new AppError('RUN_IN_PROGRESS', 'This run is still streaming to whoever started it', {
        hints: ['Wait for it to end, cancel it, or run the query again under a new request id'],
        retryable: true,
      })
    }
    throw new AppError('RUN_ALREADY_DONE', `This run is over; its result set is ${earlier.id}`, {
      hints: [`Read resultSet(id: "${earlier.id}")`, 'Rows are not kept: run the query again to see them'],
    })
  }

  /** Counted before anything else is awaited, so that two at once cannot both take the last place. */
  function takePlace(user: User, id: string): void {
    const mine = [...active.values()].filter(({ userId }) => userId === user.id).length
    if (mine >= limits.runs.byRole[user.role].runsPerUser) {
      throw new AppError('RUN_TOO_MANY', `You have ${mine} runs going already`, {
        hints: ['Wait for one of them to end, or cancel one'],
        retryable: true,
      })
    }
    active.set(id, { userId: user.id, cancel: () => Promise.resolve(), queuePosition: null })
  }

  /** Throws before anything runs; then failures are part of the finished result set. */
  async function run(user: User, request: RunRequest): Promise<AsyncIterableIterator<RunEvent>> {
    const id = newId()
    takePlace(user, id)
    try {
      return await start(user, request, id)
    } catch (error) {
      active.delete(id)
      throw error
    }
  }

  async function start(
    user: User,
    request: RunRequest,
    id: string,
  ): Promise<AsyncIterableIterator<RunEvent>> {
    const { requestId } = request
    await executor.enter()
    const approved = await approve({ kind: 'run', id, user }, request, async () => {
      if (requestId !== null) await refuseRepeat(user, requestId)
    })
    const { query, connection, opened, confirmed, record, alert } = approved
    const maxRows = Math.max(1, Math.min(Math.floor(request.maxRows ?? Infinity), approved.limits.maxRows))
    await record('run.started', {
      ...{ queryId: query.id, sqlHash: query.sqlHash, sql: query.sql, maxRows },
      ...(confirmed === null ? {} : { confirmed }),
    })
    let resultSet: ResultSet = {
      id,
      queryId: query.id,
      connectionId: connection.id,
      authorId: user.id,
      state: 'RUNNING',
      columns: [],
      rowCount: 0,
      firstRowMs: null,
      durationMs: null,
      startedAt: now(),
      problem: null,
      summary: null,
      summaryModel: null,
      followUps: [],
      chart: null,
    }
    if (!(await store.resultSets.add(resultSet, request.requestId))) {
      await record('run.finished', { state: 'CANCELLED', repeated: true })
      await refuseRepeat(user, request.requestId ?? '')
    }
    const onOutcome = (outcome: ExecutionOutcome): Promise<void> => {
      active.delete(id)
      resultSet = { ...resultSet, ...outcome }
      const { columns } = resultSet
      if (outcome.problem?.code === 'DATABASE_CATALOG_CHANGED') opened.forget()
      const kept = outcomes.keep(id, [
        () => store.resultSets.update(id, { ...outcome, columns }),
        () =>
          record('run.finished', {
            state: outcome.state,
            rowCount: outcome.rowCount,
            durationMs: outcome.durationMs,
            ...(outcome.problem ? { code: outcome.problem.code } : {}),
          }),
        () => alert(outcome.problem?.code as ErrorCode | undefined),
      ])
      digests.end(id)
      return kept
    }
    const execution = approved.execute({
      limits: { ...approved.limits, maxRows, stallSeconds: limits.runs.stallSeconds },
      onOutcome,
    })
    const activeRun: ActiveRun = { userId: user.id, cancel: () => execution.cancel(), queuePosition: null }
    active.set(id, activeRun)

    /** Null for what the reader has not asked for. */
    function toRunEvent(event: ExecutionEvent): RunEvent | null {
      switch (event.kind) {
        case 'queued':
          activeRun.queuePosition = event.position
          return request.announceQueue
            ? { kind: 'started', resultSet: { ...resultSet, queuePosition: event.position } }
            : null
        case 'started':
          activeRun.queuePosition = null
          resultSet = { ...resultSet, columns: event.columns }
          digests.begin(id, event.columns)
          return { kind: 'started', resultSet }
        case 'rows':
          digests.add(id, event.rows)
          return event
        case 'finished':
          return { kind: 'finished', resultSet }
      }
    }
    // A plain iterator object: the return() of an async generator would wait for a row that is still being read.
    const events: AsyncIterableIterator<RunEvent> = {
      [Symbol.asyncIterator]: () => events,
      async next() {
        for (;;) {
          const { done, value } = await execution.next()
          if (done) return { done, value: undefined }
          const event = toRunEvent(value)
          if (event !== null) return { done: false, value: event }
        }
      },
      async return() {
        // Whoever has left cannot be told that the end is not on record yet; it is tried again with the next heartbeat.
        await execution.return().catch(() => undefined)
        return { done: true, value: undefined }
      },
    }
    return events
  }

  return {
    run,

    /** How many come before it, and itself; null for one that has its turn, is over, or is not of this process. */
    queuePosition: (id: string): number | null => active.get(id)?.queuePosition ?? null,

    /** Ends a run of this user for real, in the database too; one that is over already is answered as it is. */
    async cancel(user: User, resultSetId: string): Promise<ResultSet> {
      const resultSet = await lookup.resultSet(user, resultSetId)
      const running = active.get(resultSet.id)
      if (!running) return resultSet
      await audit.record({
        action: 'run.cancel-requested',
        actorId: user.id,
        connectionId: resultSet.connectionId,
        subjectId: resultSet.id,
        detail: {},
      })
      await running.cancel()
      return lookup.resultSet(user, resultSetId)
    },

    /** Says of every run of this process that it is alive, and records ends that could not be recorded before. */
    async heartbeat(): Promise<void> {
      await Promise.all([
        outcomes.settle(),
        ...[...active.keys()].map(id => store.resultSets.heartbeat(id, now())),
      ])
    },

    /** Ends every run, e.g. because the server stops; answers when all ends are on record. */
    async cancelAll(): Promise<void> {
      await Promise.allSettled([...active.values()].map(({ cancel }) => cancel()))
      await outcomes.settle()
    },
  }
}
