/** guard → execute: runs what was confirmed, streams its rows, and has its end on record whatever that end is. */
import type { AuditAction, EncodedRows, GeneratedQuery, JsonValue, ResultSet, User } from '../domain.ts'
import { AppError } from '../errors.ts'
import type { ExecutionEvent, ExecutionOutcome, Progress } from '../execute/execute.ts'
import { askConfirmation } from './ask-confirmation.ts'
import { hashSql } from './check-sql.ts'
import { refuseCost } from './cost-gate.ts'
import type { Dependencies } from './dependencies.ts'
import type { Lookup } from './lookup.ts'
import type { KnownLogins } from './known-logins.ts'
import { createAlertOfViolation } from './passed-violation.ts'
import type { ResultDigests } from './result-digests.ts'
import { runLimitsOf } from './run-limits.ts'
import { createRunOutcomes } from './run-outcomes.ts'

export interface RunRequest {
  queryId: string
  sqlHash: string
  maxRows: number | null
  requestId: string | null
  /** The person wants it although it is a lot of work. */
  confirmed: boolean
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
  dependencies: Dependencies,
  lookup: Lookup,
  digests: ResultDigests,
  logins: Pick<KnownLogins, 'factsOf' | 'refusal'>,
) {
  const { store, audit, databases, executor, guard, limits, now, newId } = dependencies
  const active = new Map<string, ActiveRun>()
  const outcomes = createRunOutcomes()
  const alert = createAlertOfViolation(dependencies)

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

  function confirm(query: GeneratedQuery, { sqlHash }: RunRequest): void {
    if (sqlHash === query.sqlHash && hashSql(query.sql) === query.sqlHash) return
    throw new AppError('RUN_HASH_MISMATCH', 'This is not the SQL that was shown to you, so it was not run', {
      hints: ['Load the query again, look at its SQL, and run that'],
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
    const query = await lookup.query(user, request.queryId)
    confirm(query, request)
    if (request.requestId !== null) await refuseRepeat(user, request.requestId)
    const connection = await lookup.connection(query.connectionId)
    const record = (action: AuditAction, detail: Record<string, JsonValue>) =>
      audit.record({ action, actorId: user.id, connectionId: connection.id, subjectId: id, detail })
    const opened = await databases.get(connection)
    const facts = await logins.factsOf(connection, opened)
    const mayNotWrite = logins.refusal(connection, facts)
    if (mayNotWrite !== null) {
      await record('run.refused', { queryId: query.id, sqlHash: query.sqlHash, code: mayNotWrite.code })
      throw mayNotWrite
    }
    // The check that was shown holds, and the guard's word of now: functions or rules may have changed since.
    const { engine, allowedFunctions } = connection
    const verdict = guard.judge({ engine, sql: query.sql, facts, allowedFunctions })
    const tooExpensive = refuseCost(query.check, limits.byRole[user.role])
    if (!query.check.allowed || !verdict.allowed || tooExpensive !== null) {
      const [refusal = tooExpensive] = [...query.check.refusals, ...verdict.refusals]
      const code = refusal?.code ?? 'GUARD_REFUSED'
      await record('run.refused', { queryId: query.id, sqlHash: query.sqlHash, code })
      throw new AppError(
        code === 'RUN_TOO_EXPENSIVE' ? code : 'GUARD_REFUSED',
        refusal?.message ?? 'This is not one plain read',
        {
          hints: refusal?.hint ? [refusal.hint] : [],
        },
      )
    }
    const reason = askConfirmation(query.check, limits.byRole[user.role])
    if (reason !== null && !request.confirmed) {
      await record('run.refused', {
        queryId: query.id,
        sqlHash: query.sqlHash,
        code: 'RUN_NEEDS_CONFIRMATION',
      })
      throw new AppError('RUN_NEEDS_CONFIRMATION', reason, {
        hints: [
          'Run it again with confirmed: true if that is what you want',
          'Add a filter, or ask for totals',
        ],
      })
    }
    const { runsPerConnection, ...allowed } = runLimitsOf(limits.runs, user.role, connection)
    const maxRows = Math.max(1, Math.min(Math.floor(request.maxRows ?? Infinity), allowed.maxRows))
    await record('run.started', {
      queryId: query.id,
      sqlHash: query.sqlHash,
      sql: query.sql,
      maxRows,
      ...(reason === null ? {} : { confirmed: reason }),
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
      followUps: [],
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
      return outcomes.keep(id, [
        () => store.resultSets.update(id, { ...outcome, columns }),
        () =>
          record('run.finished', {
            state: outcome.state,
            rowCount: outcome.rowCount,
            durationMs: outcome.durationMs,
            ...(outcome.problem ? { code: outcome.problem.code } : {}),
          }),
        () =>
          alert({
            code: outcome.problem?.code ?? '',
            sqlHash: query.sqlHash,
            queryId: query.id,
            during: 'run',
            ...{ connectionId: connection.id, subjectId: id, actorId: user.id },
          }),
      ])
    }
    const execution = executor.execute({
      database: opened.database,
      sql: query.sql,
      limits: { ...allowed, maxRows, stallSeconds: limits.runs.stallSeconds },
      workplace: { key: connection.id, places: runsPerConnection },
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
