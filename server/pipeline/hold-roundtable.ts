/**
 * The roundtable on a proposal: facts are gathered, evidence computed, the roles speak at the same time and unaware of each
 * other, the verdict is reckoned, and all of it kept with the revision. Advice: it never counts as a review.
 */
import type {
  Connection,
  Evidence,
  MigrationProposal,
  Roundtable,
  RoundtableOutcome,
  RoundtableRole,
  RoundtableStance,
  RoundtableStatement,
  User,
} from '../domain.ts'
import { AppError } from '../errors.ts'
import { requireMay } from '../permissions.ts'
import type { Facts, Panelist } from '../review/roundtable/roundtable.ts'
import { createActRecord } from './act-record.ts'
import type { Act } from './act-record.ts'
import { createCheckRows } from './check-rows.ts'
import type { CheckSql } from './check-sql.ts'
import type { Dependencies } from './dependencies.ts'
import type { Lookup } from './lookup.ts'
import type { ModelCalls } from './model-calls.ts'
import type { createProposals } from './proposals.ts'
import { createRoundtableFacts } from './roundtable-facts.ts'
import { createSharedWork } from './shared-work.ts'
import type { Waiting } from './shared-work.ts'

export type RoundtableEvent =
  | { kind: 'token'; role: RoundtableRole; stance: RoundtableStance; text: string }
  | { kind: 'finished'; proposal: MigrationProposal }

/** As it is kept, with what has become of it since. */
export interface KeptRoundtable extends Roundtable {
  stale: boolean
  outcome: RoundtableOutcome | null
}

type Token = Extract<RoundtableEvent, { kind: 'token' }>

export function createHoldRoundtable(
  dependencies: Dependencies,
  lookup: Lookup,
  proposals: Pick<ReturnType<typeof createProposals>, 'find' | 'missing' | 'authorsOf' | 'reviews'>,
  checkSql: CheckSql,
  modelCalls: ModelCalls,
) {
  const { store, databases, review, roundtable, panel, now, newId } = dependencies
  const { decide, carryOut, settle } = createActRecord(dependencies)
  const gather = createRoundtableFacts(dependencies, proposals, createCheckRows(dependencies, checkSql))
  const sharedWork = createSharedWork<Token, Roundtable>({ graceMs: 10_000 })
  /** What was said so far, for who comes later. */
  const said = new Map<string, Token[]>()

  function say({ role, stance, recommendation }: RoundtableStatement, emit: (token: Token) => void): void {
    for (const text of recommendation.split(/(?<=[.!?] )/)) emit({ kind: 'token', role, stance, text })
  }

  async function speak(
    user: User,
    facts: Facts,
    evidence: readonly Evidence[],
    role: Panelist,
    signal: AbortSignal,
  ): Promise<RoundtableStatement> {
    if (panel === null) return roundtable.speakByTemplate(role, evidence)
    const { proposal, connection } = facts
    const { title, questions } = roundtable.seats[role]
    const { dialect } = await databases.get(connection)
    let promptHash: string | null = null
    const events = modelCalls.eventsOf({ user, connection, subjectId: proposal.id, keepFor: null })
    try {
      const word = await panel.speak(
        {
          ...{ title, dialect, signal, privacy: connection.privacy },
          logins: [connection.username, facts.changeLogin ?? ''],
          questions: questions.map(({ ask }) => ask),
          evidence: roundtable.sliceOf(role, evidence),
          request: proposal.request,
          sql: proposal.sql,
        },
        {
          onModelCall(call) {
            promptHash = call.promptHash
            return events.onModelCall(call)
          },
          onModelAnswer: answer => events.onModelAnswer(answer),
        },
      )
      return roundtable.acceptStatement(role, word, evidence, roundtable.namesAtStake(facts))
    } catch (error) {
      if (signal.aborted || !(error instanceof AppError && error.code.startsWith('LLM_'))) throw error
      return roundtable.speakInstead(role, evidence, { model: panel.model, promptHash, why: error.message })
    }
  }

  async function work(
    user: User,
    connection: Connection,
    proposal: MigrationProposal,
    emit: (token: Token) => void,
    signal: AbortSignal,
  ): Promise<Roundtable> {
    const facts = await gather(user, connection, proposal)
    if (signal.aborted) throw left()
    const evidence = roundtable.evidenceOf(facts)
    const statements = await Promise.all(
      roundtable.panelists.map(async role => {
        const statement = await speak(user, facts, evidence, role, signal)
        say(statement, emit)
        return statement
      }),
    ).catch((error: unknown) => {
      throw signal.aborted ? left() : error
    })
    const conclusion = roundtable.conclude(facts, evidence, statements)
    const last = conclusion.statements.at(-1)
    if (last !== undefined) say(last, emit)
    const { revision, digest } = proposal
    const held: Roundtable = {
      ...conclusion,
      ...{ id: newId(), proposalId: proposal.id, revision, digest, evidence },
      model: panel?.model ?? null,
      heldById: user.id,
      createdAt: now(),
    }
    await store.roundtables.add(held)
    return held
  }

  async function begin(
    user: User,
    proposal: MigrationProposal,
    emit: (token: Token) => void,
    signal: AbortSignal,
  ): Promise<Roundtable> {
    const { id, connectionId, revision, digest } = proposal
    const acting: Act<'proposal.roundtable'> = {
      act: 'proposal.roundtable',
      user,
      connectionId,
      subjectId: id,
    }
    const connection = await decide(acting, () => {
      if (!review.editable.includes(proposal.state))
        throw new AppError(
          'PROPOSAL_CONFLICT',
          `The proposal is ${proposal.state}: there is nothing to decide any more`,
          { hints: ['Hold the roundtable on a change that is still open'] },
        )
      return lookup.connection(user, connectionId)
    })
    return carryOut(acting, { revision, digest, model: panel?.model ?? null }, async () => {
      const held = await work(user, connection, proposal, emit, signal)
      const fellBack = held.statements.filter(({ model, origin }) => model !== null && origin === 'TEMPLATE')
      const end = {
        ...{ id: held.id, verdict: held.verdict, evidence: held.evidence.length },
        fellBack: fellBack.map(({ role }) => role),
      }
      return [held, end]
    })
  }

  async function find(proposal: MigrationProposal): Promise<KeptRoundtable | null> {
    const kept = await store.roundtables.findNewest(proposal.id)
    if (kept === null) return null
    const stale = roundtable.isStale(kept, proposal)
    return { ...kept, stale, outcome: stale ? null : roundtable.compare(kept, proposal) }
  }

  return {
    find,
    settle,
    /** What a role is called and has to answer. */
    seatOf: (role: RoundtableRole): { title: string; questions: readonly string[] } => {
      if (role === 'SOFTWARE_ARCHITECT')
        return { title: 'Software Architect', questions: ['What is the verdict, and the one next step?'] }
      const { title, questions } = roundtable.seats[role]
      return { title, questions: questions.map(({ ask }) => ask) }
    },

    /**
     * The roles' words as they come, then the proposal with the roundtable. Held once for a revision: a later call gets
     * the same words, unless it is wanted `again`. PROPOSAL_CONFLICT for a change that nothing can be decided of any more.
     */
    async hold(
      user: User,
      id: string,
      { again }: { again: boolean },
      caller: Waiting<RoundtableEvent>,
    ): Promise<void> {
      const proposal = await proposals.find(user, id)
      const kept = await find(proposal)
      const key = `${id} ${proposal.digest}`
      const past = said.get(key)
      if (past === undefined && kept !== null && !kept.stale && !again) {
        for (const statement of kept.statements) say(statement, token => caller.onEvent(token))
      } else {
        requireMay(user, 'HOLD_ROUNDTABLES')
        for (const token of past ?? []) caller.onEvent(token)
        await sharedWork.join(key, caller, (emit, signal) => {
          const tokens: Token[] = []
          said.set(key, tokens)
          const tell = (token: Token) => {
            tokens.push(token)
            emit(token)
          }
          return begin(user, proposal, tell, signal).finally(() => said.delete(key))
        })
      }
      caller.onEvent({ kind: 'finished', proposal: await proposals.find(user, id) })
    },
  }
}

function left(): AppError {
  return new AppError('RUN_CANCELLED', 'The roundtable was left before it was over')
}
