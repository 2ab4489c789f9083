/** The audit, for those who may read it: events by filter, what belongs together in order, whether it is whole, as a file. */
import type { AuditEvent, AuditVerification, Connection, User } from '../domain.ts'
import { AppError } from '../errors.ts'
import { requireMay } from '../permissions.ts'
import type { AuditFilter, ListedAuditEvent } from '../store/audit-events.ts'
import { createActRecord } from './act-record.ts'
import { auditFileOf } from './audit-file.ts'
import type { AuditFileFormat } from './audit-file.ts'
import type { Dependencies } from './dependencies.ts'

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const CHECKPOINT = /^\s*(\d{1,15})[\s:]+([0-9a-f]{64})\s*$/
const MAX_PAGE = 500
/** Events of one story: the longest are runs of a question with many revisions. */
const MAX_STORY = 500
const EXPORT_SLICE = 1000

export interface AuditPage {
  nodes: ListedAuditEvent[]
  endCursor: string | null
  hasNextPage: boolean
}

export interface AuditExport {
  fileName: string
  contentType: string
  chunks: AsyncIterable<string>
}

export type ReadAudit = ReturnType<typeof createReadAudit>

export function createReadAudit(
  dependencies: Pick<Dependencies, 'store' | 'audit' | 'auditKeeper' | 'newId' | 'now'>,
) {
  const { store, auditKeeper, newId, now } = dependencies
  const acts = createActRecord(dependencies)
  const list = (filter: AuditFilter) =>
    store.auditEvents.find(filter, { first: MAX_STORY, after: null, order: 'oldest' })

  /** Which SQL the events speak of. */
  function queriesIn(events: readonly AuditEvent[]): string[] {
    const ids = events.flatMap(({ action, subjectId, detail }) =>
      action === 'query.revise.started'
        ? [subjectId]
        : [(JSON.parse(detail) as { queryId?: string | null }).queryId ?? null],
    )
    return [...new Set(ids)].filter(id => id !== null)
  }

  /** Ends of questions and runs that led to this SQL or from it. */
  async function subjectsAround(queryIds: readonly string[]): Promise<string[]> {
    const found = await Promise.all(
      queryIds.map(async id => [
        ...(await list({ ...ALL, action: 'prompt.finished', search: id })),
        ...(await list({ ...ALL, action: 'query.revise', subjectId: id })),
      ]),
    )
    return found.flat().flatMap(({ subjectId }) => subjectId ?? [])
  }

  return {
    /** Newest first. */
    async events(filter: AuditFilter, first: number, after: string | null): Promise<AuditPage> {
      if (hasStrangeId(filter)) return { nodes: [], endCursor: null, hasNextPage: false }
      const size = Math.max(1, Math.min(first, MAX_PAGE))
      const found = await store.auditEvents.find(filter, {
        ...{ first: size + 1, order: 'newest' },
        after: after === null ? null : readCursor(after),
      })
      const nodes = found.slice(0, size)
      const last = nodes.at(-1)
      return {
        nodes,
        endCursor: last ? String(last.sequence) : null,
        hasNextPage: found.length > size,
      }
    },

    /** One event whole; null: there is none of that number. */
    async event(sequence: number): Promise<ListedAuditEvent | null> {
      if (!Number.isSafeInteger(sequence)) return null
      const page = { first: 1, after: sequence - 1, order: 'oldest' } as const
      const [found] = await store.auditEvents.find(ALL, page)
      return found?.sequence === sequence ? found : null
    },

    /** What happened to one thing, oldest first; of a run also the question and the edits that led to it. */
    async story(subjectId: string): Promise<ListedAuditEvent[]> {
      if (!ID.test(subjectId)) return []
      const own = await list({ ...ALL, subjectId })
      const around = (await subjectsAround(queriesIn(own))).filter(id => id !== subjectId)
      const others = await Promise.all([...new Set(around)].map(id => list({ ...ALL, subjectId: id })))
      return [own, ...others].flat().sort((one, other) => one.sequence - other.sequence)
    },

    /** Null: nobody, or somebody of whom nothing is left but this. */
    actorOf: async (id: string | null): Promise<User | null> => (id === null ? null : store.users.find(id)),
    /** Also a deleted one. */
    connectionOf: async (id: string | null): Promise<Connection | null> =>
      id === null ? null : store.connections.find(id),

    /** The kinds that there are. */
    actions: () => store.auditEvents.actions(),

    /** @param checkpoint of the log, as `sequence:hash`; null: what this process has seen counts */
    verify(checkpoint: string | null): Promise<AuditVerification> {
      if (checkpoint === null) return auditKeeper.verify()
      const [, sequence, hash] = CHECKPOINT.exec(checkpoint) ?? []
      if (sequence === undefined || hash === undefined) {
        throw new AppError('INPUT_INVALID', 'This is not a checkpoint', {
          hints: ['Give the sequence and the hash of a line "audit checkpoint" of the log, as 123:9f86d0…'],
        })
      }
      return auditKeeper.verify({ sequence: Number(sequence), hash })
    },

    /** Oldest first, so that a complete export can be verified as it is. On record before the first byte, and at the end. */
    async export(
      user: User,
      format: AuditFileFormat,
      filter: AuditFilter,
      gone: AbortSignal,
    ): Promise<AuditExport> {
      requireMay(user, 'SEE_AUDIT')
      const id = newId()
      const { begin, contentType, lineOf } = auditFileOf(format, await store.auditCuts.findLast())
      const act = { act: 'audit.export', user, connectionId: null, subjectId: id } as const
      // What comes after the intent is not part of it, or it would never end.
      const head = (await store.auditEvents.readHead())?.sequence ?? 0
      const finish = await acts.begin(act, { format, filter: describe(filter) })

      async function* chunks(): AsyncGenerator<string, void, undefined> {
        let events = 0
        let code: AppError['code'] | null = 'RUN_CANCELLED'
        try {
          yield begin
          for (let after = 0; ;) {
            const page = { first: EXPORT_SLICE, after, order: 'oldest' } as const
            const found = hasStrangeId(filter) ? [] : await store.auditEvents.find(filter, page)
            const some = found.filter(({ sequence }) => sequence <= head)
            const last = some.at(-1)
            if (last === undefined) break
            yield some.map(lineOf).join('')
            if (gone.aborted) return
            events += some.length
            after = last.sequence
          }
          code = null
        } catch (error) {
          code = error instanceof AppError ? error.code : 'INTERNAL'
          throw error
        } finally {
          await finish(code === null ? { outcome: 'DONE', events } : { outcome: 'FAILED', code })
        }
      }
      const day = now().toISOString().slice(0, 10)
      return { fileName: `audit-${day}.${format}`, contentType, chunks: chunks() }
    },

    /** Records ends of exports that could not be recorded before. */
    settle: () => acts.settle(),
  }
}

const ALL: AuditFilter = {
  ...{ actorId: null, connectionId: null, subjectId: null, action: null },
  ...{ result: null, since: null, until: null, search: null },
}

function hasStrangeId({ actorId, connectionId, subjectId }: AuditFilter): boolean {
  return [actorId, connectionId, subjectId].some(id => id !== null && !ID.test(id))
}

function describe(filter: AuditFilter): Record<string, string> {
  const given = Object.entries(filter).filter(([, value]) => value !== null)
  return Object.fromEntries(
    given.map(([name, value]) => [name, value instanceof Date ? value.toISOString() : String(value)]),
  )
}

/** INPUT_INVALID for text that is no cursor of ours. */
function readCursor(after: string): number {
  if (/^\d{1,15}$/.test(after)) return Number(after)
  throw new AppError('INPUT_INVALID', '`after` is not the end cursor of a page', {
    hints: ['Pass endCursor of the page before as it is'],
  })
}
