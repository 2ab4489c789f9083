/** What is live after an application that did not end well: by the record, the target's word on transactions, and structure. */
import type { Applier, Structure } from '../databases/schema-changes.ts'
import type { Problem, ProposalState } from '../domain.ts'
import { AppError } from '../errors.ts'
import type { StepRecord } from '../store/proposals.ts'
import type { ApplyTarget } from './apply-proposal.ts'
import type { Dependencies } from './dependencies.ts'

export interface Judgement {
  state: ProposalState
  problem: Problem | null
}

/**
 * Never guesses: what is neither on record, nor known to the target, nor to be seen in its structure is UNKNOWN.
 * APPLYING means that the target still works on it.
 */
export async function judgeLive(
  { store, review, now }: Pick<Dependencies, 'store' | 'review' | 'now'>,
  { proposal, base, changes }: ApplyTarget,
  { problem, applier }: { problem: Problem; applier: Applier | null },
): Promise<Judgement> {
  const { id, revision, steps } = proposal
  const records = await store.proposals.stepRecords(id, revision)
  let live: Structure
  try {
    live = await readLive()
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { state: 'UNKNOWN', problem: unknown(problem, 'the database cannot be reached') }
  }
  const fingerprint = review.fingerprint(live, base.roots)
  // After how many steps the structure may be as it is now; of steps that change none of it, more than one.
  const possible = [base.fingerprint, ...base.predicted].flatMap((known, steps) =>
    known === fingerprint ? [steps] : [],
  )

  let applied = 0
  for (const step of steps) {
    const done = await wasApplied(
      records.find(({ position }) => position === step.position),
      step.position,
    )
    if (done === 'RUNNING') return { state: 'APPLYING', problem: null }
    if (done === 'UNKNOWN')
      return {
        state: 'UNKNOWN',
        problem: unknown(problem, `nobody knows whether step ${step.position} happened`),
      }
    if (!done) break
    applied = step.position
  }
  for (const { position, ...record } of records.filter(
    ({ endedAt, applied: known }) => endedAt === null || !known,
  ))
    await store.proposals.recordStep(id, {
      ...record,
      position,
      applied: position <= applied,
      endedAt: record.endedAt ?? now(),
    })
  if (applied === steps.length) return { state: 'APPLIED', problem: null }
  if (applied === 0 && fingerprint === base.fingerprint) return { state: 'FAILED_CLEAN', problem }
  const invalid = review.leftInvalid(proposal, base, live)
  const left =
    applied === 0
      ? 'No step is live as a whole, but something was left behind.'
      : `${applied} of ${steps.length} steps are live.`
  return {
    state: 'FAILED_PARTIAL',
    problem: {
      ...problem,
      message: [
        problem.message.replace(/[^.]$/, '$&.'),
        left,
        ...(invalid.length > 0 ? [leftBehind(invalid)] : []),
      ].join(' '),
      hints: [...(invalid.length > 0 ? [DROP_INVALID] : []), ...problem.hints],
    },
  }

  function readLive(): Promise<Structure> {
    return applier === null
      ? changes.readStructure()
      : applier.readStructure().catch(() => changes.readStructure())
  }

  async function wasApplied(
    record: StepRecord | undefined,
    position: number,
  ): Promise<boolean | 'UNKNOWN' | 'RUNNING'> {
    if (record === undefined) return false
    if (record.applied) return true
    if (record.transactionId !== null) {
      const outcome = await changes.outcomeOf(record.transactionId).catch(() => 'UNKNOWN' as const)
      if (outcome === 'RUNNING') return 'RUNNING'
      if (outcome !== 'UNKNOWN') return outcome === 'COMMITTED'
    } else if (record.code !== null && record.endedAt !== null && !LOST.has(record.code)) {
      // The server has said that it failed.
      return false
    }
    if (base.predicted.length < steps.length || possible.length === 0) return 'UNKNOWN'
    if (possible.every(count => count >= position)) return true
    return possible.every(count => count < position) ? false : 'UNKNOWN'
  }
}

/** The statement was sent, and nothing came back. */
const LOST = new Set(['DATABASE_CONNECTION_LOST', 'DATABASE_TIMEOUT', 'RUN_CANCELLED', 'INTERNAL'])

export const DROP_INVALID = 'Drop it and make it anew in a new revision'

/** A unique index whose building has failed still refuses rows. */
export function leftBehind(invalid: readonly string[]): string {
  const [are, they] = invalid.length === 1 ? ['is', 'it'] : ['are', 'they']
  return `${invalid.join(', ')} ${are} there and not valid: no query uses ${they === 'it' ? 'it' : 'them'}, and ${they} may still refuse rows.`
}

function unknown(problem: Problem, why: string): Problem {
  return {
    ...problem,
    message: `${problem.message} What became of it could not be found out: ${why}.`,
    hints: [
      'Look at the database yourself, then have it looked at again or reject the proposal',
      ...problem.hints,
    ],
  }
}
