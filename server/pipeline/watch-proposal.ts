import { setTimeout as sleep } from 'node:timers/promises'
import type { MigrationProposal, User } from '../domain.ts'
import type { createProposals } from './proposals.ts'
import type { Waiting } from './shared-work.ts'

/** The store is asked, not this process: any of several may be the one that applies it. */
const LOOK_EVERY_MS = 250

/** Tells of a proposal as it is, and again whenever something has happened to it, until nobody is applying it. */
export function createWatchProposal({ find }: Pick<ReturnType<typeof createProposals>, 'find'>) {
  return async function watch(
    user: User,
    id: string,
    { signal, onEvent }: Waiting<MigrationProposal>,
  ): Promise<void> {
    for (let told = ''; !signal.aborted;) {
      const proposal = await find(user, id)
      const { state, revision, steps, problem } = proposal
      const looks = JSON.stringify({ state, revision, steps, problem })
      if (looks !== told) onEvent(proposal)
      if (state !== 'APPLYING') return
      told = looks
      await sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined)
    }
  }
}
