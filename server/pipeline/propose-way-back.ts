/** What is applied, undone by a proposal of its own: with what it would lose counted, and a second person where it would. */
import type { MigrationProposal, User } from '../domain.ts'
import { AppError } from '../errors.ts'
import type { CheckRows } from './check-rows.ts'
import type { Dependencies } from './dependencies.ts'
import type { Lookup } from './lookup.ts'
import type { createProposals } from './proposals.ts'

export function createProposeWayBack(
  { review }: Pick<Dependencies, 'review'>,
  lookup: Lookup,
  proposals: Pick<ReturnType<typeof createProposals>, 'find' | 'propose'>,
  checkRows: CheckRows,
) {
  /** PROPOSAL_CONFLICT where it is not applied, PROPOSAL_REFUSED with the reason where nothing leads back. */
  return async function proposeWayBack(user: User, id: string): Promise<MigrationProposal> {
    const proposal = await proposals.find(user, id)
    const { state, rollbackSql, dryRun, title, connectionId, changes } = proposal
    if (state !== 'APPLIED')
      throw new AppError('PROPOSAL_CONFLICT', `The proposal is ${state}: only what is applied has a way back`)
    if (rollbackSql === null || rollbackSql.trim() === '')
      throw new AppError('PROPOSAL_REFUSED', 'No SQL leads back from this change', {
        hints: dryRun?.notes ?? [],
      })
    const connection = await lookup.connection(user, connectionId)
    const lost = await checkRows(user, connection, proposal, review.writtenSince(changes))
    return proposals.propose(user, {
      ...{ connectionId, title: `Undo: ${title}`, text: null, sql: rollbackSql, rollbackSql: null },
      lost: lost.map(({ what, count }) => ({ what, count })),
    })
  }
}
