/** The careful mode's runs: drafts of one answer, each through the one door, within tight limits; hashes of their rows remain. */
import type { Cell, Connection, SqlCheck, User } from '../domain.ts'
import { AppError } from '../errors.ts'
import type { ErrorCode } from '../errors.ts'
import type { ExecutionOutcome } from '../execute/execute.ts'
import type { DraftAnswer } from '../generate/generate.ts'
import type { Approved, ApproveDraft } from './approve-query.ts'
import { hashSql } from './check-sql.ts'
import type { Dependencies } from './dependencies.ts'
import { createRowsDigest, groupAlike } from './rows-digest.ts'
import type { RowsDigest } from './rows-digest.ts'

export interface CarefulLimits {
  /** Of one question. */
  drafts: number
  /** Of the run of one draft; a person's and a connection's own limits hold too. */
  maxRows: number
  maxBytes: number
  maxSeconds: number
}

/** For whom, and on which question's record. */
export interface Comparing {
  user: User
  connection: Connection
  promptId: string
  signal: AbortSignal
}

type Ran = { digest: RowsDigest } | { why: string }

export type CompareDrafts = ReturnType<typeof createCompareDrafts>

export function createCompareDrafts({ limits }: Pick<Dependencies, 'limits'>, approveDraft: ApproveDraft) {
  /** People whose drafts are being compared: one question of each at a time. */
  const busy = new Set<string>()

  /** What is refused, fails or is too much is an answer: it cannot be compared. */
  async function run(
    { user, connection, promptId, signal }: Comparing,
    sql: string,
    check: SqlCheck,
  ): Promise<Ran> {
    signal.throwIfAborted()
    const draft = { id: null, sql, sqlHash: hashSql(sql), connectionId: connection.id, check }
    let approved: Approved
    try {
      approved = await approveDraft({ id: promptId, user }, draft)
    } catch (error) {
      if (error instanceof AppError) return { why: error.message }
      throw error
    }
    const { careful, runs } = limits
    const maxRows = Math.min(careful.maxRows, approved.limits.maxRows)
    const maxSeconds = Math.min(careful.maxSeconds, approved.limits.maxSeconds)
    await approved.record('careful-run.started', { sqlHash: draft.sqlHash, sql, maxRows, maxSeconds })
    const digest = createRowsDigest(approved)
    let ended: ExecutionOutcome | null = null
    const execution = approved.execute({
      limits: {
        ...{ maxRows, maxSeconds, firstRowSeconds: maxSeconds, stallSeconds: runs.stallSeconds },
        maxBytes: Math.min(careful.maxBytes, approved.limits.maxBytes),
      },
      async onOutcome(outcome) {
        ended = outcome
        const { state, rowCount, durationMs, problem } = outcome
        await approved.record('careful-run.finished', {
          ...{ state, rowCount, durationMs },
          ...(problem ? { code: problem.code } : {}),
        })
        await approved.alert(problem?.code as ErrorCode | undefined)
      },
    })
    const leave = () => void execution.return().catch(() => undefined)
    signal.addEventListener('abort', leave, { once: true })
    try {
      for await (const event of execution) {
        // Nobody waits for it as for a run: those go first.
        if (event.kind === 'queued') return { why: 'Others use this connection just now' }
        if (event.kind === 'rows') digest.add(JSON.parse(`[${event.rows.json.toString('utf8')}]`) as Cell[][])
      }
    } finally {
      signal.removeEventListener('abort', leave)
    }
    signal.throwIfAborted()
    return toRan(ended, digest.end(), { maxRows, maxSeconds })
  }

  return {
    limits: limits.careful,

    /**
     * By the order of the drafts, which of them answer alike; they run one after the other. RUN_TOO_MANY where
     * another question of this person is being compared.
     */
    async compare(
      comparing: Comparing,
      drafts: readonly { sql: string; check: SqlCheck }[],
    ): Promise<readonly DraftAnswer[]> {
      const { id } = comparing.user
      if (busy.has(id))
        throw new AppError('RUN_TOO_MANY', 'Drafts of another question of yours are being compared', {
          hints: ['Wait for that one to end'],
          retryable: true,
        })
      busy.add(id)
      try {
        const ran: Ran[] = []
        for (const { sql, check } of drafts) ran.push(await run(comparing, sql, check))
        const groups = groupAlike(ran.flatMap(each => ('digest' in each ? [each.digest] : [])))
        return ran.map(each =>
          'digest' in each ? { answer: groups.shift() ?? 0 } : { answer: null, why: each.why },
        )
      } finally {
        busy.delete(id)
      }
    },
  }
}

function toRan(
  ended: ExecutionOutcome | null,
  digest: RowsDigest,
  { maxRows, maxSeconds }: { maxRows: number; maxSeconds: number },
): Ran {
  switch (ended?.state) {
    case 'COMPLETED':
      return { digest }
    case 'TRUNCATED':
      return { why: `It gives more than is compared, ${maxRows.toLocaleString('en-US')} rows at most` }
    default:
      return ended?.problem?.code === 'RUN_TIME_LIMIT'
        ? { why: `It takes longer than ${maxSeconds} s` }
        : { why: ended?.problem?.message ?? 'It gave no rows' }
  }
}
