/**
 * Applies what was approved, or nothing: by its digest, by one process, on the structure that was reviewed. Every step is
 * on record before it is sent and after it is done, so that a crash leaves behind what recover-proposals.ts needs.
 */
import { setTimeout as delay } from 'node:timers/promises'
import type { Applier, Blocker, SchemaChanges, Structure } from '../databases/schema-changes.ts'
import type {
  Connection,
  MigrationProposal,
  MigrationStep,
  Problem,
  ProposalState,
  TargetIdentity,
  User,
} from '../domain.ts'
import { AppError } from '../errors.ts'
import { requireMay } from '../permissions.ts'
import type { RevisionBase } from '../store/proposals.ts'
import { createActRecord } from './act-record.ts'
import type { Act } from './act-record.ts'
import { applyOptionsOf } from './apply-options.ts'
import type { ApplyOptions } from './apply-options.ts'
import type { Dependencies } from './dependencies.ts'
import { DROP_INVALID, judgeLive, leftBehind } from './judge-live.ts'
import type { Lookup } from './lookup.ts'
import { environmentOf } from './physical-target.ts'
import { problemOf } from './prepare-change.ts'
import type { createProposals } from './proposals.ts'
import { digestOfRevision } from './revision-digest.ts'

/** Whoever asks to apply waits that long for the outcome; after it the page and the API tell. */
const ANSWER_MS = 30_000
const HEARTBEAT_MS = 5000
const LAST_WORD_MS = 5000
const FIRST_PAUSE_MS = 200
const LONGEST_PAUSE_MS = 10_000
const OLD_TRANSACTION_MS = 1000
const STARTING_STATES: readonly ProposalState[] = ['OPEN', 'APPROVED', 'FAILED_CLEAN']

export interface ApplyTarget {
  proposal: MigrationProposal
  base: RevisionBase
  changes: SchemaChanges
}

/** What an application came to. */
interface Outcome {
  state: ProposalState
  problem: Problem | null
}

export function createApplyProposal(
  dependencies: Dependencies,
  lookup: Lookup,
  proposals: ReturnType<typeof createProposals>,
) {
  const { store, databases, review, audit, now, random } = dependencies
  const { decide, carryOut, settle } = createActRecord(dependencies)
  const running = new Set<Applier>()
  const unfinished = new Set<Promise<unknown>>()
  let closing = false

  async function mayApply(user: User, id: string, digest: string) {
    const proposal = await proposals.find(user, id)
    const acting: Act<'proposal.apply'> = {
      act: 'proposal.apply',
      user,
      connectionId: proposal.connectionId,
      subjectId: id,
    }
    return decide(acting, async () => {
      const connection = await lookup.connection(user, proposal.connectionId)
      requireMay(user, `APPLY_IN_${await environmentOf(dependencies, connection, proposal)}`)
      if (proposal.state === 'APPLYING') throw await alreadyApplying(proposal)
      if (!STARTING_STATES.includes(proposal.state))
        throw new AppError('PROPOSAL_CONFLICT', `The proposal is ${proposal.state}`, {
          hints:
            proposal.state === 'APPLIED'
              ? ['What is applied stays so: propose the way back, or the next change']
              : ['Look at what it needs first'],
        })
      if (digest !== proposal.digest)
        throw new AppError(
          'PROPOSAL_DIGEST_MISMATCH',
          'This is not the change that is there now, so nothing was applied',
          {
            hints: ['Load the proposal again, look at its SQL, and apply that'],
          },
        )
      const missing = await proposals.missing(proposal, connection)
      if (missing.length > 0)
        throw new AppError('PROPOSAL_NOT_APPROVED', `The change still needs ${missing.join(', and ')}`)
      const revision = await store.proposals.readRevision(id, proposal.revision)
      if (revision === null) throw new AppError('NOT_FOUND', 'There is no such proposal')
      const meansTheSame = digestOfRevision(dependencies, connection, revision) === digest
      return { acting, proposal, connection, base: revision.base, meansTheSame }
    })
  }

  async function alreadyApplying(proposal: MigrationProposal): Promise<AppError> {
    const by = proposal.appliedById === null ? null : await store.users.find(proposal.appliedById)
    return new AppError(
      'PROPOSAL_APPLYING',
      `The change is being applied${by === null ? '' : ` by ${by.name}`}`,
      {
        hints: ['Wait for its outcome'],
        retryable: true,
      },
    )
  }

  async function run(
    user: User,
    connection: Connection,
    proposal: MigrationProposal,
    { base, meansTheSame }: { base: RevisionBase; meansTheSame: boolean },
    options: ApplyOptions,
  ): Promise<Outcome> {
    const { id, revision, state } = proposal
    const back = async (change: { drifted?: boolean; problem?: Problem | null } = {}) => {
      await store.proposals.move(id, revision, ['APPLYING'], { state, appliedById: null, ...change })
    }
    let applier: Applier | null = null
    const heart = setInterval(() => {
      // A heartbeat that is missed is made up for by the next.
      store.proposals.update(id, { heartbeatAt: now() }).catch(() => undefined)
    }, HEARTBEAT_MS)
    try {
      let changes: SchemaChanges
      try {
        if (!meansTheSame)
          throw drifted(
            'What was approved was judged under other rules or for another environment than there is now',
            ['Have it dry-run and reviewed again'],
          )
        const opened = await databases.get(connection)
        changes = await opened.changes()
        applier = await changes.openApplier()
        running.add(applier)
        if (!(await applier.tryLock()))
          throw new AppError('PROPOSAL_APPLYING', 'Another change is being applied to this database', {
            hints: ['Apply this one when that is done'],
            retryable: true,
          })
        requireUndrifted(await changes.identity(), await applier.readStructure(), base)
        await requireNoneInTheWay(changes, base, options)
      } catch (error) {
        const drifted = error instanceof AppError && error.code === 'PROPOSAL_DRIFTED'
        await back({ drifted, problem: drifted ? problemOf(error) : null })
        throw error
      }
      const target = { proposal, base, changes }
      const outcome = await applySteps(user, applier, target, options)
      if (outcome.problem?.code === 'PROPOSAL_DRIFTED' && outcome.state === 'FAILED_CLEAN') {
        await back({ drifted: true, problem: outcome.problem })
        throw new AppError('PROPOSAL_DRIFTED', outcome.problem.message, { hints: outcome.problem.hints })
      }
      await store.proposals.move(id, revision, ['APPLYING'], {
        ...outcome,
        drifted: false,
        appliedAt: outcome.state === 'APPLIED' ? now() : null,
        appliedById: user.id,
      })
      ;(await databases.get(connection)).forget()
      return outcome
    } finally {
      clearInterval(heart)
      if (applier !== null) running.delete(applier)
      await applier?.close()
    }
  }

  function requireUndrifted(identity: TargetIdentity, structure: Structure, base: RevisionBase): void {
    const drift = review.driftOf(base, identity, structure)
    if (drift !== null) throw drifted(drift.message, drift.hints)
  }

  /** Steps that can stand in one transaction do, up to the next one that cannot, or that is better alone. */
  async function applySteps(
    user: User,
    applier: Applier,
    target: ApplyTarget,
    options: ApplyOptions,
  ): Promise<Outcome> {
    const { proposal, base } = target
    const deadline = now().getTime() + options.lockBudgetMs
    let isFirst = true
    for (const group of groupsOf(proposal.steps)) {
      // What is still to come is not begun when we have to go.
      if (closing) return judgeLive(dependencies, target, { problem: CALLED_OFF, applier })
      for (let attempt = 0; ; attempt++) {
        try {
          await applyGroup(user, applier, target, group, { isFirst, ...options })
          break
        } catch (error) {
          await applier.rollback()
          const isLock = error instanceof AppError && error.code === 'PROPOSAL_LOCK_TIMEOUT'
          const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** attempt, LONGEST_PAUSE_MS) * (0.5 + random())
          if (isLock && !closing && now().getTime() + pauseMs < deadline) {
            await delay(pauseMs)
            continue
          }
          // Nothing was sent yet, so what is otherwise is not of our making.
          if (isFirst && error instanceof AppError && error.code === 'PROPOSAL_DRIFTED')
            return { state: 'FAILED_CLEAN', problem: problemOf(error) }
          const problem = isLock ? await nameBlockers(error, target) : problemOf(bugAsProblem(error))
          return judgeLive(dependencies, target, { problem, applier })
        }
      }
      isFirst = false
    }
    const invalid = review.leftInvalid(proposal, base, await applier.readStructure())
    if (invalid.length > 0)
      return {
        state: 'FAILED_PARTIAL',
        problem: {
          code: 'DATABASE_STATEMENT_FAILED',
          message: `Every step ran, but something is not in force. ${leftBehind(invalid)}`,
          hints: [DROP_INVALID],
          retryable: false,
        },
      }
    return { state: 'APPLIED', problem: null }
  }

  async function applyGroup(
    user: User,
    applier: Applier,
    { proposal, base, changes }: ApplyTarget,
    group: readonly MigrationStep[],
    { isFirst, lockTimeoutMs, lockBudgetMs, statementTimeoutMs }: ApplyOptions & { isFirst: boolean },
  ): Promise<void> {
    const { id, revision, connectionId } = proposal
    const timeouts = { lockTimeoutMs, statementTimeoutMs }
    const isTransactional = group[0]?.transactional === true
    const transactionId = isTransactional ? await applier.begin(timeouts) : null
    const durations = new Map<number, number>()
    const startedAt = now()
    const record = (position: number, more: { applied: boolean; code: string | null; ended: boolean }) =>
      store.proposals.recordStep(id, {
        ...{ revision, position, transactionId, startedAt },
        endedAt: more.ended ? now() : null,
        durationMs: durations.get(position) ?? null,
        applied: more.applied,
        code: more.code,
      })
    const tell = (action: 'started' | 'finished', step: MigrationStep, code: string | null) =>
      action === 'started'
        ? audit.record({
            action: 'proposal.step.started',
            ...{ actorId: user.id, connectionId, subjectId: id },
            detail: { revision, position: step.position, sql: step.sql, transactionId },
          })
        : audit.record({
            action: 'proposal.step.finished',
            ...{ actorId: user.id, connectionId, subjectId: id },
            detail: {
              revision,
              position: step.position,
              durationMs: durations.get(step.position) ?? 0,
              code,
            },
          })

    // What commits by itself is looked at right before: nothing keeps others from it in between but their good will.
    if (transactionId === null) await requireUntouched(applier, base, (group[0]?.position ?? 1) - 1)
    if (!isTransactional && changes.aloneWaitsForAll) await requireNoneOlder(changes, lockBudgetMs)
    // Before the first statement of the transaction: if we die at its end, its id tells what came of it.
    for (const step of group) await record(step.position, { applied: false, code: null, ended: false })
    if (isFirst && transactionId !== null) {
      try {
        await applier.lockTables(lockedTables(base, group))
      } catch (error) {
        // A try that got no further than its locks is one all the same.
        const [step] = group
        const code = error instanceof AppError ? error.code : 'INTERNAL'
        if (step !== undefined) await tell('started', step, null)
        if (step !== undefined) await tell('finished', step, code)
        throw error
      }
      const drift = review.driftOf(base, base.target, await applier.readStructure())
      if (drift !== null) throw drifted('What this change touches was changed a moment ago.', drift.hints)
    }
    for (const step of group) {
      await tell('started', step, null)
      const began = performance.now()
      try {
        await applier.run(step, timeouts)
      } catch (error) {
        durations.set(step.position, Math.round(performance.now() - began))
        const code = error instanceof AppError ? error.code : 'INTERNAL'
        await record(step.position, { applied: false, code, ended: true })
        await tell('finished', step, code)
        throw error
      }
      durations.set(step.position, Math.round(performance.now() - began))
      await tell('finished', step, null)
    }
    if (transactionId !== null || isTransactional) await applier.commit()
    for (const step of group) await record(step.position, { applied: true, code: null, ended: true })
  }

  /** By a condition of the roundtable: what waits for an old transaction has everybody else wait behind it. */
  async function requireNoneInTheWay(
    changes: SchemaChanges,
    { roots }: RevisionBase,
    { oldTransactionMs }: ApplyOptions,
  ): Promise<void> {
    const tables = (roots ?? []).filter(id => id.startsWith('TABLE '))
    if (oldTransactionMs === null || tables.length === 0) return
    const blockers = await changes.readBlockers(tables, oldTransactionMs)
    if (blockers.length === 0) return
    throw new AppError(
      'PROPOSAL_LOCK_TIMEOUT',
      'Nothing was begun: a session has held what the change touches for long, which the roundtable made a condition',
      { hints: blockers.map(describeBlocker), retryable: true },
    )
  }

  /** What stands by itself would wait for it without an end in sight, and hold up others behind it. */
  async function requireNoneOlder(changes: SchemaChanges, olderThanMs: number): Promise<void> {
    const blockers = await changes.readBlockers([], olderThanMs)
    if (blockers.length === 0) return
    throw new AppError(
      'PROPOSAL_LOCK_TIMEOUT',
      'The step was not begun: it would wait for every transaction that is older, and one is older than the whole budget of waiting',
      { hints: blockers.map(describeBlocker), retryable: true },
    )
  }

  /** Whether the database is as it was after so many steps of the dry run, where that is known. */
  async function requireUntouched(
    applier: Applier,
    { fingerprint, predicted, roots }: RevisionBase,
    done: number,
  ): Promise<void> {
    const expected = done === 0 ? fingerprint : predicted[done - 1]
    if (expected === undefined || review.fingerprint(await applier.readStructure(), roots) === expected)
      return
    throw drifted('What this change touches was changed a moment ago.')
  }

  /** A lock that was not had says who holds it. */
  async function nameBlockers(error: AppError, { base, changes }: ApplyTarget): Promise<Problem> {
    const problem = problemOf(error)
    try {
      const blockers = await changes.readBlockers(base.roots ?? [], OLD_TRANSACTION_MS)
      const hints = blockers.map(describeBlocker)
      return { ...problem, hints: [...hints, ...problem.hints] }
    } catch {
      // Who it was is a help; that it failed is what has to be told.
      return problem
    }
  }

  return {
    /**
     * Exactly what this digest stands for, or nothing. Answers with the outcome, after 30 s with APPLYING. Fails with
     * PROPOSAL_DIGEST_MISMATCH, PROPOSAL_NOT_APPROVED, PROPOSAL_DRIFTED, PROPOSAL_APPLYING or PROPOSAL_CONFLICT, and
     * changes nothing then.
     */
    async apply(user: User, id: string, digest: string): Promise<MigrationProposal> {
      const { acting, proposal, connection, ...approved } = await mayApply(user, id, digest)
      const { revision, state } = proposal
      const options = await applyOptionsOf(dependencies, proposal)
      const conditions = options.conditions.map(({ words }) => words)
      const intent = { revision, digest, ...(conditions.length > 0 && { conditions }) }
      const done = carryOut(acting, intent, async () => {
        const claimed = await store.proposals.move(id, revision, [state], {
          state: 'APPLYING',
          heartbeatAt: now(),
          problem: null,
          appliedById: user.id,
        })
        if (!claimed) {
          const current = await store.proposals.find(id)
          throw current?.state === 'APPLYING'
            ? await alreadyApplying(current)
            : new AppError('PROPOSAL_CONFLICT', `The proposal is ${current?.state ?? 'gone'} by now`, {
                retryable: true,
              })
        }
        const outcome = await run(user, connection, proposal, approved, options)
        return [null, { state: outcome.state, ...(outcome.problem && { code: outcome.problem.code }) }]
      })
      const ended = done.catch(() => undefined).finally(() => unfinished.delete(ended))
      unfinished.add(ended)
      const patience = new AbortController()
      try {
        await Promise.race([done, delay(ANSWER_MS, null, { signal: patience.signal, ref: false })])
      } finally {
        patience.abort()
        // What comes after our answer is on record and on the page.
        done.catch(() => undefined)
      }
      return proposals.find(user, id)
    },
    /** How patient it would be now. */
    options: (proposal: MigrationProposal): Promise<ApplyOptions> => applyOptionsOf(dependencies, proposal),
    settle,
    /** What is being applied is called off and judged by what is live. */
    async close(): Promise<void> {
      closing = true
      await Promise.all([...running].map(applier => applier.cancel()))
      // Its last word is to be in the store before we go; a later start finds it out else.
      await Promise.race([Promise.all(unfinished), delay(LAST_WORD_MS, null, { ref: false })])
    },
  }
}

const CALLED_OFF: Problem = {
  code: 'RUN_CANCELLED',
  message: 'The server was stopped while this was applied.',
  hints: ['Look at which steps are live, then apply again or make a new revision'],
  retryable: true,
}

function describeBlocker({ sessionId, user, ageMs, state, own }: Blocker): string {
  return `Session ${sessionId}${own ? ' (of this app)' : ''} of ${user} has been in a transaction for ${Math.round(ageMs / 1000)} s (${state})`
}

function groupsOf(steps: readonly MigrationStep[]): readonly (readonly MigrationStep[])[] {
  const groups: MigrationStep[][] = []
  for (const step of steps) {
    const last = groups.at(-1)
    const [first] = last ?? []
    const goesOn =
      step.transactional && first?.transactional === true && !readsAlone(step) && !readsAlone(first)
    if (goesOn && last !== undefined) last.push(step)
    else groups.push([step])
  }
  return groups
}

/**
 * Reads a table and keeps nobody out, as VALIDATE CONSTRAINT does: in one transaction with what stands before it, it would
 * read under the locks of that.
 */
function readsAlone({ cost, locks }: MigrationStep): boolean {
  return cost === 'SCAN' && locks[0]?.startsWith('ShareUpdateExclusiveLock on ') === true
}

/** The tables of the change that its first steps lock against everybody, as the dry run saw it. */
function lockedTables({ roots }: RevisionBase, group: readonly MigrationStep[]): readonly string[] {
  const locked = new Set(
    group.flatMap(({ locks }) =>
      locks.flatMap(lock => (lock.startsWith('AccessExclusiveLock on ') ? [lock.slice(23)] : [])),
    ),
  )
  return (roots ?? []).filter(id => id.startsWith('TABLE ') && locked.has(id.slice('TABLE '.length)))
}

function drifted(
  message: string,
  hints: readonly string[] = ['Look at the difference, then have it dry-run and reviewed again'],
) {
  return new AppError('PROPOSAL_DRIFTED', message, { hints })
}

/** A bug must not leave a proposal in APPLYING: what is live is judged all the same. */
function bugAsProblem(error: unknown): AppError {
  if (error instanceof AppError) return error
  return new AppError('INTERNAL', 'Something went wrong on our side while the change was applied', {
    cause: error,
  })
}
