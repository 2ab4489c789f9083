/** Applications whose process has gone: what is live is found out and said. Nothing is ever sent again. */
import type { Applier } from '../databases/schema-changes.ts'
import type { MigrationProposal, Problem } from '../domain.ts'
import { AppError } from '../errors.ts'
import type { Dependencies } from './dependencies.ts'
import { judgeLive } from './judge-live.ts'

/** An application speaks every five seconds. */
const SILENT_MS = 30_000

const INTERRUPTED: Problem = {
  code: 'RUN_INTERRUPTED',
  message: 'The server stopped while this was applied.',
  hints: ['Look at which steps are live, then make a new revision for the rest or for the way back'],
  retryable: false,
}

export function createRecoverProposals(dependencies: Dependencies) {
  const { store, databases, audit, now, warn } = dependencies

  async function recover(proposal: MigrationProposal): Promise<void> {
    const { id, revision, connectionId } = proposal
    const [connection, kept] = await Promise.all([
      store.connections.find(connectionId),
      store.proposals.readRevision(id, revision),
    ])
    if (connection === null || kept === null) return
    let applier: Applier | null = null
    try {
      const changes = await (await databases.get(connection)).changes()
      applier = await changes.openApplier()
      // Whoever holds it still works, however silent: the session that applies has it until it ends.
      if (!(await applier.tryLock())) return
      const current = await store.proposals.find(id)
      if (current?.revision !== revision || (current.state !== 'APPLYING' && current.state !== 'UNKNOWN'))
        return
      const target = { proposal: current, base: kept.base, changes }
      const judged = await judgeLive(dependencies, target, { problem: INTERRUPTED, applier })
      if (judged.state === 'APPLYING') return
      await store.proposals.move(id, revision, [current.state], {
        ...judged,
        ...(judged.state === 'APPLIED' && { appliedAt: now() }),
      })
      await audit.record({
        action: 'proposal.recovered',
        actorId: null,
        connectionId,
        subjectId: id,
        detail: { revision, state: judged.state },
      })
    } catch (error) {
      // A database that is away is asked again in a minute; the proposal stays what it is.
      if (!(error instanceof AppError)) throw error
      warn({ code: error.code, proposalId: id }, 'an interrupted change could not be looked at yet')
    } finally {
      await applier?.close()
    }
  }

  return {
    recover,
    /** To be called at the start and every minute. */
    async recoverAll(): Promise<void> {
      const silent = await store.proposals.silentSince(new Date(now().getTime() - SILENT_MS))
      for (const proposal of silent) await recover(proposal)
    },
  }
}
