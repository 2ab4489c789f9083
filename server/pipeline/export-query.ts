/** The complete result of a query as a file: the same guard, hash, roles and record as a run, limits of its own. */
import type { User } from '../domain.ts'
import { AppError } from '../errors.ts'
import type { ExecutionEvent, ExecutionOutcome, ExportedRows, ExportSettings } from '../execute/execute.ts'
import type { ApprovalRequest, ApproveQuery, ApprovedQuery } from './approve-query.ts'
import type { Dependencies } from './dependencies.ts'
import { exportFileName } from './export-file-name.ts'
import { createRunOutcomes } from './run-outcomes.ts'

export interface ExportRequest extends ApprovalRequest, ExportSettings {}

export interface QueryExport {
  /** e.g. `orders-per-country.csv`; any characters. */
  fileName: string
  contentType: string
  /** The parts of the file. Throws when it ends before its end: what was sent is then no whole file. */
  chunks: AsyncIterableIterator<string | Uint8Array>
}

export interface ExportLimits {
  maxRows: number
  maxBytes: number
  maxSeconds: number
  /** At once, of one person. */
  perUser: number
}

type Event = ExecutionEvent<ExportedRows>

export type ExportQuery = ReturnType<typeof createExportQuery>

export function createExportQuery(
  { store, executor, limits, newId }: Pick<Dependencies, 'store' | 'executor' | 'limits' | 'newId'>,
  approve: ApproveQuery,
) {
  const active = new Map<string, { userId: string; cancel: () => Promise<void> }>()
  const outcomes = createRunOutcomes()

  /** Counted before anything else is awaited, so that two at once cannot both take the last place. */
  function takePlace(user: User, id: string): void {
    const mine = [...active.values()].filter(({ userId }) => userId === user.id).length
    if (mine >= limits.exports.perUser) {
      throw new AppError('EXPORT_TOO_MANY', `You have ${mine} exports going already`, {
        hints: ['Wait for one of them to end, or stop one in your browser'],
        retryable: true,
      })
    }
    active.set(id, { userId: user.id, cancel: () => Promise.resolve() })
  }

  function begin(approved: ApprovedQuery, request: ExportRequest, id: string) {
    const { query, opened, record, alert } = approved
    const { exports, runs } = limits
    const onOutcome = ({ state, rowCount, durationMs, problem }: ExecutionOutcome): Promise<void> => {
      active.delete(id)
      if (problem?.code === 'DATABASE_CATALOG_CHANGED') opened.forget()
      return outcomes.keep(id, [
        () =>
          record('export.finished', {
            ...{ queryId: query.id, state, rowCount, durationMs },
            ...(problem ? { code: problem.code } : {}),
          }),
        () => alert(problem?.code as AppError['code'] | undefined),
      ])
    }
    return approved.export(
      {
        limits: {
          maxRows: exports.maxRows,
          maxBytes: exports.maxBytes,
          maxSeconds: exports.maxSeconds,
          firstRowSeconds: exports.maxSeconds,
          stallSeconds: runs.stallSeconds,
        },
        onOutcome,
      },
      { format: request.format, csv: request.csv },
    )
  }

  async function start(
    user: User,
    request: ExportRequest,
    gone: AbortSignal,
    id: string,
  ): Promise<QueryExport> {
    await executor.enter()
    const approved = await approve({ kind: 'export', id, user }, request)
    const { query, confirmed, record } = approved
    const prompt = query.promptId === null ? null : await store.prompts.find(query.promptId)
    await record('export.started', {
      ...{ queryId: query.id, sqlHash: query.sqlHash, sql: query.sql, format: request.format },
      ...(confirmed === null ? {} : { confirmed }),
    })
    const file = begin(approved, request, id)
    const { execution } = file
    active.set(id, { userId: user.id, cancel: () => execution.cancel() })
    // Whoever has left cannot be told that the end is not on record yet; it is tried again with the next heartbeat.
    const leave = () => execution.return().catch(() => undefined)
    if (gone.aborted) void leave()
    else gone.addEventListener('abort', () => void leave(), { once: true })

    async function nextEvent(): Promise<Event> {
      const { done, value } = await execution.next()
      if (done === true) throw brokenOff({ state: 'CANCELLED', problem: null }, limits.exports)
      if (value.kind === 'finished' && value.state !== 'COMPLETED') throw brokenOff(value, limits.exports)
      return value
    }
    function textOf(event: Event): string | Uint8Array {
      if (event.kind === 'rows') return event.rows.text
      if (event.kind === 'started') return file.begin()
      return event.kind === 'finished' ? file.end() : ''
    }

    // What fails before the first row can still be told instead of a file.
    const held: Event[] = []
    for (let event: Event | null = null; event?.kind !== 'rows' && event?.kind !== 'finished';) {
      event = await nextEvent()
      held.push(event)
    }
    let isWhole = false
    const chunks: QueryExport['chunks'] = {
      [Symbol.asyncIterator]: () => chunks,
      async next() {
        while (!isWhole) {
          const event = held.shift() ?? (await nextEvent())
          isWhole = event.kind === 'finished'
          const text = textOf(event)
          if (text.length > 0) return { done: false, value: text }
        }
        return { done: true, value: undefined }
      },
      async return() {
        await leave()
        return { done: true, value: undefined }
      },
    }
    return {
      fileName: exportFileName(prompt?.text ?? 'query', request.format),
      contentType: file.contentType,
      chunks,
    }
  }

  return {
    /**
     * Throws before anything is sent; a failure after the first row breaks `chunks`.
     * @param gone when nobody waits for it any more, also before the first row
     */
    async export(user: User, request: ExportRequest, gone: AbortSignal): Promise<QueryExport> {
      const id = newId()
      takePlace(user, id)
      try {
        return await start(user, request, gone, id)
      } catch (error) {
        active.delete(id)
        throw error
      }
    },

    /** Records ends that could not be recorded before. */
    settle: () => outcomes.settle(),

    async cancelAll(): Promise<void> {
      await Promise.allSettled([...active.values()].map(({ cancel }) => cancel()))
      await outcomes.settle()
    },
  }
}

function brokenOff(
  { state, problem }: Pick<ExecutionOutcome, 'state' | 'problem'>,
  limits: ExportLimits,
): AppError {
  if (state === 'TRUNCATED') {
    return new AppError(
      'EXPORT_TOO_LARGE',
      `The result is larger than an export may be: ${limits.maxRows.toLocaleString('en-US')} rows or ` +
        `${limits.maxBytes.toLocaleString('en-US')} bytes`,
      { hints: ['Add a filter and export part by part', 'An administrator can raise EXPORT_MAX_ROWS'] },
    )
  }
  const { code, message, hints, retryable } = problem ?? {
    code: 'RUN_CANCELLED',
    message: 'The export was stopped',
    hints: [],
    retryable: true,
  }
  return new AppError(code as AppError['code'], message, { hints, retryable })
}
