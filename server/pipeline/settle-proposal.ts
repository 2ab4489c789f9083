/**
 * What a person finds out about a change that the server could not: what became of it, or that somebody has made it by
 * hand. Nothing of it runs anything on the target; each takes a written reason and is on record.
 */
import type { AuditAct, Connection, MigrationProposal, ProposalState, User } from '../domain.ts'
import { AppError } from '../errors.ts'
import { requireMay } from '../permissions.ts'
import type { RevisionBase, StepRecord } from '../store/proposals.ts'
import { createActRecord } from './act-record.ts'
import type { Act } from './act-record.ts'
import type { Dependencies } from './dependencies.ts'
import type { Lookup } from './lookup.ts'
import { environmentOf } from './physical-target.ts'
import { lookAtTarget } from './proposal-on-target.ts'
import type { ProposalOnTarget } from './proposal-on-target.ts'
import type { createProposals } from './proposals.ts'
import type { createRecoverProposals } from './recover-proposals.ts'

export function createSettleProposal(
  dependencies: Dependencies,
  lookup: Lookup,
  proposals: Pick<ReturnType<typeof createProposals>, 'find' | 'reason'>,
  { recover }: Pick<ReturnType<typeof createRecoverProposals>, 'recover'>,
) {
  const { store, review, now, newId } = dependencies
  const { decide, carryOut, settle: settleRecord } = createActRecord(dependencies)

  async function read(
    user: User,
    id: string,
  ): Promise<{ proposal: MigrationProposal; connection: Connection; base: RevisionBase }> {
    const proposal = await proposals.find(user, id)
    const [connection, revision] = await Promise.all([
      lookup.connection(user, proposal.connectionId),
      store.proposals.readRevision(id, proposal.revision),
    ])
    if (revision === null) throw new AppError('NOT_FOUND', 'There is no such proposal')
    return { proposal, connection, base: revision.base }
  }

  const act = <A extends AuditAct>(name: A, user: User, { id, connectionId }: MigrationProposal): Act<A> => ({
    ...{ act: name, user, connectionId, subjectId: id },
  })

  function conflict({ state, revision }: MigrationProposal): AppError {
    return new AppError('PROPOSAL_CONFLICT', `The proposal is ${state} in revision ${revision} by now`, {
      hints: ['Load it again and look at what has changed'],
      retryable: true,
    })
  }

  /** The reason stands in the conversation too, where whoever reads the proposal finds it. */
  async function note(user: User, { id, revision }: MigrationProposal, body: string): Promise<void> {
    const comment = { id: newId(), authorId: user.id, revision, line: null, body, createdAt: now() }
    await store.proposals.addComment(id, comment)
  }

  return {
    settle: settleRecord,

    /** For whoever sees proposals: reads the structure of the target. */
    async onTarget(user: User, id: string): Promise<ProposalOnTarget> {
      const { proposal, connection, base } = await read(user, id)
      return lookAtTarget(dependencies, connection, proposal, base)
    },

    /** Judges an unknown outcome once more, as after a crash: by the target's word and its structure. */
    async recheck(user: User, id: string): Promise<MigrationProposal> {
      const { proposal, connection } = await read(user, id)
      const acting = act('proposal.recheck', user, proposal)
      await decide(acting, async () => {
        requireMay(user, `APPLY_IN_${await environmentOf(dependencies, connection, proposal)}`)
        if (proposal.state !== 'UNKNOWN') throw conflict(proposal)
      })
      return carryOut(acting, { revision: proposal.revision }, async () => {
        await recover(proposal)
        const after = await proposals.find(user, id)
        return [after, { state: after.state }]
      })
    },

    /**
     * What an administrator has found out: whether the step that nobody knows of happened, with the others of its
     * transaction. PROPOSAL_CONFLICT where the outcome is known.
     */
    async settleUnknown(
      user: User,
      id: string,
      given: { revision: number; happened: boolean; reason: string },
    ): Promise<MigrationProposal> {
      const { proposal } = await read(user, id)
      const acting = act('proposal.settle', user, proposal)
      const reason = await decide(acting, () => {
        requireMay(user, 'SETTLE_PROPOSALS')
        if (proposal.state !== 'UNKNOWN' || proposal.revision !== given.revision) throw conflict(proposal)
        return proposals.reason(given.reason)
      })
      const { revision, steps } = proposal
      const { happened } = given
      return carryOut(acting, { revision, happened, reason }, async () => {
        const records = await store.proposals.stepRecords(id, revision)
        const open = records.filter(({ applied }) => !applied)
        const live = records.length - open.length + (happened ? open.length : 0)
        const state: ProposalState =
          live === steps.length && live > 0 ? 'APPLIED' : live === 0 ? 'FAILED_CLEAN' : 'FAILED_PARTIAL'
        const moved = await store.proposals.move(id, revision, ['UNKNOWN'], {
          state,
          problem:
            state === 'APPLIED'
              ? null
              : {
                  code: 'RUN_INTERRUPTED',
                  message: `${user.name} has looked at the database: ${live} of ${steps.length} steps are live.`,
                  hints: [],
                  retryable: false,
                },
          ...(state === 'APPLIED' && { appliedAt: now() }),
        })
        if (!moved) throw conflict(await proposals.find(user, id))
        for (const record of open)
          await store.proposals.recordStep(id, {
            ...record,
            applied: happened,
            endedAt: record.endedAt ?? now(),
          })
        await note(user, proposal, `Settled as ${happened ? 'applied' : 'not applied'}: ${reason}`)
        return [await proposals.find(user, id), { state }]
      })
    },

    /**
     * Somebody has made the change by hand: recorded only when the structure is, in all that the change is about, the one
     * that the dry run saw after its last step. Nothing is run.
     */
    async recordApplied(user: User, id: string, digest: string, given: string): Promise<MigrationProposal> {
      const { proposal, connection, base } = await read(user, id)
      const acting = act('proposal.record-applied', user, proposal)
      const states = [...review.editable, 'UNKNOWN' as const]
      const reason = await decide(acting, async () => {
        requireMay(user, `APPLY_IN_${await environmentOf(dependencies, connection, proposal)}`)
        if (!states.includes(proposal.state)) throw conflict(proposal)
        if (digest !== proposal.digest)
          throw new AppError('PROPOSAL_DIGEST_MISMATCH', 'This is not the change that is there now', {
            hints: ['Load the proposal again and look at its SQL'],
          })
        const text = proposals.reason(given)
        const found = await lookAtTarget(dependencies, connection, proposal, base)
        const isThere = found.matches.includes(proposal.steps.length) && !found.matches.includes(0)
        if (!isThere)
          throw new AppError(
            'PROPOSAL_DRIFTED',
            found.matches.includes(0)
              ? 'The structure is as it was before the change, so there is nothing to record'
              : 'The structure is not the one that the change leads to, so it is not recorded as applied',
            { hints: found.problem === null ? ['Look at the difference'] : [found.problem.message] },
          )
        return text
      })
      const { revision } = proposal
      return carryOut(acting, { revision, digest, reason }, async () => {
        const at = now()
        const moved = await store.proposals.move(id, revision, states, {
          ...{ state: 'APPLIED', drifted: false, problem: null, appliedAt: at, appliedById: user.id },
        })
        if (!moved) throw conflict(await proposals.find(user, id))
        for (const { position } of proposal.steps) {
          const record: StepRecord = {
            ...{ revision, position, transactionId: null, startedAt: at, endedAt: at },
            ...{ durationMs: null, applied: true, code: null },
          }
          await store.proposals.recordStep(id, record)
        }
        await note(user, proposal, `Recorded as applied by hand: ${reason}`)
        return [await proposals.find(user, id), { state: 'APPLIED' as const }]
      })
    },
  }
}
