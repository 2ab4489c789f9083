/**
 * review: the life of a change of somebody's database, from words or SQL to a decision. Each act is decided first, then
 * on record, then done, then its outcome is on record. Nothing here changes a target: see apply-proposal.ts.
 */
import type {
  AuditAct,
  Connection,
  MigrationProposal,
  ProposalComment,
  ProposalState,
  Review,
  ReviewVerdict,
  User,
} from '../domain.ts'
import { AppError } from '../errors.ts'
import { may, mayReach, requireMay } from '../permissions.ts'
import type { Page } from '../store/page.ts'
import type { RevisionBase } from '../store/proposals.ts'
import { createActRecord } from './act-record.ts'
import type { Act } from './act-record.ts'
import type { Dependencies } from './dependencies.ts'
import { createDraftChange } from './draft-change.ts'
import type { Lookup } from './lookup.ts'
import type { KeptRequest, ModelCalls } from './model-calls.ts'
import { createPrepareChange } from './prepare-change.ts'
import { environmentOf } from './physical-target.ts'

const MAX_PAGE = 200
const MAX_WORDS = 10_000

export interface ProposalRequest {
  connectionId: string
  title: string | null
  text: string | null
  sql: string | null
  rollbackSql: string | null
  /** Of a way back: see `ChangeToPrepare`. */
  lost?: RevisionBase['lost']
}

export interface ProposalsRequest {
  connectionId: string | null
  state: ProposalState | null
  first: number
  after: string | null
}

export function createProposals(dependencies: Dependencies, lookup: Lookup, modelCalls: ModelCalls) {
  const { store, review, now, newId } = dependencies
  const { decide, carryOut, settle } = createActRecord(dependencies)
  const prepare = createPrepareChange(dependencies)
  const { draft } = createDraftChange(dependencies, modelCalls)

  async function find(user: User, id: string): Promise<MigrationProposal> {
    requireMay(user, 'SEE_PROPOSALS')
    const found = await store.proposals.find(id)
    // A token that is not for its connection does not reach it.
    if (found !== null && mayReach(user, found.connectionId)) return found
    throw new AppError('NOT_FOUND', 'There is no such proposal')
  }

  function act<A extends AuditAct>(
    name: A,
    user: User,
    { connectionId, id }: Pick<MigrationProposal, 'connectionId' | 'id'>,
  ): Act<A> {
    return { act: name, user, connectionId, subjectId: id }
  }

  async function authorsOf({ id, authorId }: MigrationProposal): Promise<string[]> {
    return [...new Set([authorId, ...(await store.proposals.editors(id))])]
  }

  async function conflict(id: string): Promise<never> {
    const current = await store.proposals.find(id)
    throw new AppError(
      'PROPOSAL_CONFLICT',
      current === null
        ? 'There is no such proposal any more'
        : `The proposal is ${current.state} in revision ${current.revision} by now`,
      { hints: ['Load it again and look at what has changed'], retryable: true },
    )
  }

  /** What it still needs before it may be applied, in words. */
  async function missing(proposal: MigrationProposal, connection: Connection): Promise<readonly string[]> {
    const [reviews, authorIds] = await Promise.all([
      store.proposals.reviews(proposal.id),
      authorsOf(proposal),
    ])
    const broken = reviews.find(({ breakGlass, revision }) => breakGlass && revision === proposal.revision)
    if (broken !== undefined && (await isAdmin(broken.authorId))) return []
    const reviewers = await store.users.findActive(reviews.map(({ authorId }) => authorId))
    return review.missingApprovals(
      await environmentOf(dependencies, connection, proposal),
      { revision: proposal.revision, ...{ authorIds, reviews, reviewers } },
      await needsSecond(proposal),
    )
  }

  /** A way back that loses what somebody wrote, or may lose it. */
  async function needsSecond({ id, revision }: MigrationProposal): Promise<boolean> {
    const kept = await store.proposals.readRevision(id, revision)
    return kept?.base.lost?.some(({ count }) => count !== 0) ?? false
  }

  async function isAdmin(id: string): Promise<boolean> {
    const [found] = await store.users.findActive([id])
    return found?.role === 'ADMIN'
  }

  /** A comment of at most so many characters, with something in it. */
  function words(text: string, field: string): string {
    const trimmed = text.trim()
    if (trimmed !== '' && trimmed.length <= MAX_WORDS) return trimmed
    throw new AppError(
      'INPUT_INVALID',
      `Write ${field === 'reason' ? 'the reason' : 'something'} in at most ${MAX_WORDS.toLocaleString('en')} characters`,
      {
        fields: [{ field, message: trimmed === '' ? 'It is empty' : 'It is too long' }],
      },
    )
  }

  async function close(
    user: User,
    id: string,
    to: 'REJECTED' | 'WITHDRAWN',
    reason: string | null,
    permit: (proposal: MigrationProposal, connection: Connection) => void | Promise<void>,
  ): Promise<MigrationProposal> {
    const proposal = await find(user, id)
    const acting = act(to === 'REJECTED' ? 'proposal.reject' : 'proposal.withdraw', user, proposal)
    await decide(acting, async () => {
      await permit(proposal, await lookup.connectionOnRecord(proposal.connectionId))
      if (!review.statesBefore(to).includes(proposal.state)) await conflict(id)
    })
    const { revision, state } = proposal
    await carryOut(acting, { revision, reason }, async () => {
      if (!(await store.proposals.move(id, revision, [state], { state: to }))) await conflict(id)
      if (reason !== null) await store.proposals.addComment(id, comment(user, proposal, reason, null))
      return [null, {}]
    })
    return find(user, id)
  }

  function comment(
    user: User,
    { revision }: MigrationProposal,
    body: string,
    line: number | null,
  ): ProposalComment {
    return { id: newId(), authorId: user.id, revision, line, body, createdAt: now() }
  }

  return {
    find,
    settle,
    missing,
    authorsOf,
    /** A reason as it is kept, or INPUT_INVALID. */
    reason: (text: string) => words(text, 'reason'),
    async findOrNull(user: User, id: string): Promise<MigrationProposal | null> {
      return ID.test(id) ? find(user, id).catch(notFoundAsNull) : null
    },
    /** Null also for whoever may not see proposals. */
    async findByPrompt(user: User, promptId: string): Promise<MigrationProposal | null> {
      const found = may(user, 'SEE_PROPOSALS') ? await store.proposals.findByPrompt(promptId) : null
      return found !== null && mayReach(user, found.connectionId) ? found : null
    },
    async findByNumber(user: User, number: number): Promise<MigrationProposal | null> {
      requireMay(user, 'SEE_PROPOSALS')
      const found = await store.proposals.findByNumber(number)
      return found === null ? null : find(user, found.id).catch(notFoundAsNull)
    },
    async list(user: User, request: ProposalsRequest): Promise<Page<MigrationProposal>> {
      requireMay(user, 'SEE_PROPOSALS')
      const first = Math.max(1, Math.min(request.first, MAX_PAGE))
      const page = await store.proposals.list({ ...request, first })
      return { ...page, nodes: page.nodes.filter(({ connectionId }) => mayReach(user, connectionId)) }
    },
    reviews: ({ id }: MigrationProposal): Promise<Review[]> => store.proposals.reviews(id),
    /** What a model was sent to draft it; none where no model was asked. */
    modelRequests: ({ id }: MigrationProposal) => store.modelRequests.listOfProposal(id),
    appliedElsewhere: ({ sql, id }: MigrationProposal) => store.keptEvidence.appliedElsewhere(sql, id),
    comments: ({ id }: MigrationProposal): Promise<ProposalComment[]> => store.proposals.comments(id),

    /**
     * A change from words or SQL, tried on a shadow before it is shown. PROPOSAL_UNCLEAR with the choices as hints,
     * PROPOSAL_REFUSED, INPUT_INVALID, or what the database says.
     */
    async propose(
      user: User,
      request: ProposalRequest,
      promptId: string | null = null,
    ): Promise<MigrationProposal> {
      const id = newId()
      const acting: Act<'proposal.create'> = {
        act: 'proposal.create',
        user,
        connectionId: request.connectionId,
        subjectId: id,
      }
      const connection = await decide(acting, async () => {
        requireMay(user, 'PROPOSE')
        if ((request.text === null) === (request.sql === null))
          throw new AppError('INPUT_INVALID', 'Say the change either in words or as SQL', {
            fields: [{ field: 'text', message: 'Give `text` or `sql`, not both' }],
          })
        return lookup.connection(user, request.connectionId)
      })
      const intent = { title: request.title, request: request.text, sql: request.sql }
      return carryOut(acting, intent, async () => {
        const sent: KeptRequest[] = []
        const onSent = (one: KeptRequest) => void sent.push(one)
        const drafted =
          request.sql === null
            ? await draft(connection, words(request.text ?? '', 'text'), {
                user,
                subjectId: id,
                promptId,
                onSent,
              })
            : { sql: request.sql, title: null }
        const revision = await prepare({
          connection,
          revision: 1,
          editorId: user.id,
          sql: drafted.sql,
          rollbackSql: request.rollbackSql,
          request: request.text,
          ...(request.lost !== undefined && { lost: request.lost }),
        })
        const title =
          request.title?.trim() ||
          drafted.title ||
          review.titleOf(
            request.text,
            revision.changes,
            revision.steps.map(({ sql }) => sql),
          )
        await store.proposals.add(
          {
            ...{ id, connectionId: connection.id, promptId, authorId: user.id, title },
            ...{ request: request.text, createdAt: now() },
          },
          revision,
          'OPEN',
        )
        await store.modelRequests.addToProposal(id, sent)
        const proposal = await find(user, id)
        return [proposal, { number: proposal.number, digest: proposal.digest, sql: proposal.sql }]
      })
    },

    /** A new revision, which voids what was approved. */
    async revise(
      user: User,
      id: string,
      sql: string,
      rollbackSql: string | null,
    ): Promise<MigrationProposal> {
      const proposal = await find(user, id)
      const acting = act('proposal.revise', user, proposal)
      const connection = await decide(acting, async () => {
        requireMay(user, 'PROPOSE')
        if (!review.editable.includes(proposal.state)) await conflict(id)
        return lookup.connection(user, proposal.connectionId)
      })
      return carryOut(acting, { revision: proposal.revision + 1, sql, rollbackSql }, async () => {
        const before = await store.proposals.readRevision(id, proposal.revision)
        const revision = await prepare({
          connection,
          revision: proposal.revision + 1,
          editorId: user.id,
          ...{ sql, rollbackSql, request: proposal.request },
          ...(before?.base.lost !== undefined && { lost: before.base.lost }),
        })
        const kept = await store.proposals.revise(id, revision, { from: [proposal.state], to: 'OPEN' })
        if (!kept) await conflict(id)
        return [await find(user, id), { digest: revision.digest }]
      })
    },

    /** The same text tried anew on the structure as it is now; what was approved is void when the outcome differs. */
    async dryRun(user: User, id: string): Promise<MigrationProposal> {
      const proposal = await find(user, id)
      const acting = act('proposal.dry-run', user, proposal)
      const connection = await decide(acting, async () => {
        requireMay(user, 'PROPOSE')
        if (!review.editable.includes(proposal.state)) await conflict(id)
        return lookup.connection(user, proposal.connectionId)
      })
      return carryOut(acting, { revision: proposal.revision }, async () => {
        const before = await store.proposals.readRevision(id, proposal.revision)
        const revision = await prepare({
          connection,
          revision: proposal.revision,
          editorId: before?.editorId ?? proposal.authorId,
          sql: proposal.sql,
          rollbackSql: proposal.rollbackSql,
          request: proposal.request,
          ...(before?.base.lost !== undefined && { lost: before.base.lost }),
        })
        const same = revision.digest === proposal.digest
        const to = same || proposal.state === 'FAILED_PARTIAL' ? proposal.state : 'OPEN'
        const kept = same
          ? await store.proposals.refresh(id, revision, { from: [proposal.state], to })
          : await store.proposals.revise(
              id,
              { ...revision, revision: proposal.revision + 1 },
              { from: [proposal.state], to: 'OPEN' },
            )
        if (!kept) await conflict(id)
        return [await find(user, id), { ok: revision.dryRun?.ok ?? false, digest: revision.digest }]
      })
    },

    async comment(user: User, id: string, body: string, line: number | null): Promise<MigrationProposal> {
      const proposal = await find(user, id)
      const acting = act('proposal.comment', user, proposal)
      const text = await decide(acting, () => {
        requireMay(user, 'COMMENT_ON_PROPOSALS')
        const lines = proposal.sql.split('\n').length
        if (line !== null && (line < 1 || line > lines))
          throw new AppError('INPUT_INVALID', `The change has ${lines} lines`, {
            fields: [{ field: 'line', message: `There is no line ${line}` }],
          })
        return words(body, 'body')
      })
      return carryOut(acting, { revision: proposal.revision, line }, async () => {
        await store.proposals.addComment(id, comment(user, proposal, text, line))
        return [await find(user, id), {}]
      })
    },

    /** Counts for the revision that was looked at only: PROPOSAL_CONFLICT when there is a newer one. */
    async review(
      user: User,
      id: string,
      given: { revision: number; verdict: ReviewVerdict; body: string; breakGlass: boolean },
    ): Promise<MigrationProposal> {
      const proposal = await find(user, id)
      const { verdict, breakGlass } = given
      const acting = act(breakGlass ? 'proposal.BREAK-GLASS' : 'proposal.review', user, proposal)
      const connection = await decide(acting, async () => {
        const found = await lookup.connection(user, proposal.connectionId)
        const environment = await environmentOf(dependencies, found, proposal)
        requireMay(user, breakGlass ? 'BREAK_GLASS' : `APPROVE_IN_${environment}`)
        if (
          given.revision !== proposal.revision ||
          !review.statesBefore('CHANGES_REQUESTED').includes(proposal.state)
        )
          await conflict(id)
        if (verdict === 'APPROVE') await decideApproval(user, proposal, found, given)
        else if (given.body.trim() === '')
          throw new AppError('PROPOSAL_REASON_MISSING', 'Say which changes you ask for', {
            hints: ['Write it in `body`'],
          })
        return found
      })
      const { revision } = proposal
      return carryOut(acting, { revision, verdict, body: given.body }, async () => {
        const from = review.statesBefore('CHANGES_REQUESTED')
        // Only the revision and state that were looked at: an edit that came first wins.
        if (!(await store.proposals.move(id, revision, from, { state: proposal.state }))) await conflict(id)
        const { body } = given
        await store.proposals.addReview(id, {
          ...{ id: newId(), authorId: user.id, revision, verdict, body, breakGlass },
          createdAt: now(),
        })
        const to: ProposalState =
          verdict === 'REQUEST_CHANGES'
            ? 'CHANGES_REQUESTED'
            : (await missing(proposal, connection)).length === 0
              ? 'APPROVED'
              : 'OPEN'
        if (!(await store.proposals.move(id, revision, from, { state: to }))) await conflict(id)
        return [await find(user, id), { state: to }]
      })
    },

    reject: (user: User, id: string, reason: string) =>
      close(user, id, 'REJECTED', words(reason, 'reason'), async (proposal, connection) =>
        requireMay(user, `APPROVE_IN_${await environmentOf(dependencies, connection, proposal)}`),
      ),

    withdraw: (user: User, id: string) =>
      close(user, id, 'WITHDRAWN', null, proposal => {
        requireMay(user, 'PROPOSE')
        if (proposal.authorId === user.id || may(user, 'APPROVE_IN_PRODUCTION')) return
        throw new AppError('FORBIDDEN', 'Only its author or an administrator withdraws a proposal')
      }),
  }

  /** What an approval takes: to be somebody else where that is asked for, and a reason where rules were against it. */
  async function decideApproval(
    user: User,
    proposal: MigrationProposal,
    connection: Connection,
    { body, breakGlass }: { body: string; breakGlass: boolean },
  ): Promise<void> {
    const environment = await environmentOf(dependencies, connection, proposal)
    const blocking = review.blocking(environment, proposal)
    if (breakGlass) {
      const others = (await store.users.activeAdmins()).filter(({ id }) => id !== user.id)
      if (others.length > 0)
        throw new AppError(
          'FORBIDDEN',
          `There is another administrator who can approve: ${others[0]?.name ?? ''}`,
          {
            hints: ['Breaking the glass is for an administrator who is alone'],
          },
        )
      if (body.trim() === '')
        throw new AppError('PROPOSAL_REASON_MISSING', 'Say why this cannot wait for a second person', {
          hints: ['Write it in `body`; it goes on record'],
        })
      return
    }
    if (!review.mayApprove(environment, user, await authorsOf(proposal), await needsSecond(proposal))) {
      const isAlone = (await store.users.activeAdmins()).every(({ id }) => id === user.id)
      throw new AppError(
        'PROPOSAL_OWN_REVIEW',
        'You wrote, edited or asked for this change: somebody else has to approve it',
        {
          hints: isAlone
            ? [
                'You are the only administrator: create another one, or break the glass with a written reason (docs/schema-changes.md)',
              ]
            : ['Ask another administrator'],
        },
      )
    }
    if (blocking.length > 0 && body.trim() === '')
      throw new AppError(
        'PROPOSAL_REASON_MISSING',
        `${blocking.length === 1 ? 'A rule is' : `${blocking.length} rules are`} against this change: say why it should be made all the same`,
        { hints: blocking.map(({ code, message }) => `${code}: ${message}`) },
      )
  }
}

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

function notFoundAsNull(error: unknown): null {
  if (error instanceof AppError && error.code === 'NOT_FOUND') return null
  throw error
}
