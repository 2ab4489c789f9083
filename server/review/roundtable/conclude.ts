import type {
  Evidence,
  MigrationProposal,
  NextActionKind,
  Roundtable,
  RoundtableBlock,
  RoundtableRole,
  RoundtableStatement,
  RoundtableVerdict,
} from '../../domain.ts'
import { conditionsOf } from './conditions.ts'
import type { Facts } from './facts.ts'
import { floorOf, worstVerdict } from './floor.ts'
import { counted, sizeInWords, timeInWords } from './one-line.ts'
import { predict } from './predict.ts'
import { PANELISTS, SEATS, sliceOf } from './roles.ts'
import { sentence } from './speak-by-template.ts'

export type Conclusion = Pick<
  Roundtable,
  | 'verdict'
  | 'statements'
  | 'blocking'
  | 'conditions'
  | 'disagreements'
  | 'openQuestions'
  | 'prediction'
  | 'nextStep'
  | 'nextAction'
  | 'residualRisk'
>

/**
 * The software architect's part: computed, not written. The verdict is the worst of what the evidence asks for and what
 * the roles say; a model that blocks where no evidence does asks for changes, and lifts nothing.
 */
export function conclude(
  { proposal, structure, people }: Facts,
  evidence: readonly Evidence[],
  panel: readonly RoundtableStatement[],
): Conclusion {
  const verdict = worstVerdict(floorOf(evidence), ...panel.map(statement => asks(statement, evidence)))
  const prediction = predict(proposal.steps, structure)
  const conditions = conditionsOf(evidence, proposal.steps, prediction)
  const blocking = blocksOf(evidence)
  const disagreements = disagreementsOf(panel)
  const next = nextStepOf({
    ...{ proposal, evidence, verdict, panel, missing: people.missing },
    conditional: conditions.length > 0,
  })
  const architect = decide(verdict, panel, evidence, next)
  return {
    verdict,
    statements: [...panel, architect],
    ...{ blocking, conditions, disagreements, prediction },
    openQuestions: questionsOf(evidence, panel),
    nextStep: next.words,
    nextAction: next.action,
    residualRisk: riskOf(evidence, prediction),
  }
}

function asks({ stance, role }: RoundtableStatement, evidence: readonly Evidence[]): RoundtableVerdict {
  if (stance === 'SUPPORT' || role === 'SOFTWARE_ARCHITECT') return 'APPROVE'
  if (stance === 'CONCERN') return 'APPROVE_WITH_CONDITIONS'
  return floorOf(sliceOf(role, evidence)) === 'BLOCK' ? 'BLOCK' : 'CHANGES_REQUESTED'
}

/** Whose question a piece of evidence answers. */
function ownerOf({ topic }: Evidence): RoundtableRole {
  return (
    PANELISTS.find(role => SEATS[role].questions.some(({ topics }) => topics.includes(topic))) ??
    'SOFTWARE_ARCHITECT'
  )
}

function blocksOf(evidence: readonly Evidence[]): readonly RoundtableBlock[] {
  return evidence
    .filter(({ floor }) => floor === 'BLOCK')
    .map(each => ({ evidence: each.id, role: ownerOf(each), what: sentence(each.text), fix: each.hint }))
}

/** Told, not averaged. */
function disagreementsOf(panel: readonly RoundtableStatement[]): readonly string[] {
  const of = (stance: RoundtableStatement['stance']) => panel.filter(each => each.stance === stance)
  const [supporting, worried, blocking] = [of('SUPPORT'), of('CONCERN'), of('BLOCK')]
  const titles = (some: readonly RoundtableStatement[]) =>
    some
      .map(({ role }) => (role === 'SOFTWARE_ARCHITECT' ? 'Software Architect' : SEATS[role].title))
      .join(', ')
  const found: string[] = []
  if (blocking.length > 0 && supporting.length > 0)
    found.push(`${titles(blocking)} would stop it; ${titles(supporting)} would let it through.`)
  else if (worried.length > 0 && supporting.length > 0)
    found.push(
      `${titles(worried)} would have something done first; ${titles(supporting)} would let it through as it is.`,
    )
  return found
}

/** What only people can answer. */
function questionsOf(
  evidence: readonly Evidence[],
  panel: readonly RoundtableStatement[],
): readonly string[] {
  const unanswered = evidence.filter(
    ({ topic, floor }) =>
      floor !== 'APPROVE' && floor !== 'BLOCK' && ['REQUEST', 'ORIGIN', 'ROWS'].includes(topic),
  )
  const asked = panel.flatMap(({ recommendation, origin }) =>
    origin === 'MODEL' ? (recommendation.match(/[^.!?]+\?/g) ?? []) : [],
  )
  return [
    ...unanswered.map(({ text, id }) => `${sentence(text)} (${id})`),
    ...asked.map(text => text.trim()),
  ].slice(0, 6)
}

interface Next {
  action: NextActionKind
  words: string
  cites: readonly string[]
}

function nextStepOf({
  proposal,
  evidence,
  verdict,
  missing,
  panel,
  conditional,
}: {
  proposal: MigrationProposal
  evidence: readonly Evidence[]
  verdict: RoundtableVerdict
  missing: readonly string[]
  panel: readonly RoundtableStatement[]
  conditional: boolean
}): Next {
  const worst = (floor: RoundtableVerdict, ...topics: Evidence['topic'][]) =>
    evidence.find(each => each.floor === floor && (topics.length === 0 || topics.includes(each.topic)))
  const say = (action: NextActionKind, words: string, cited: Evidence | undefined): Next => ({
    action,
    words,
    cites: cited === undefined ? [] : [cited.id],
  })
  const drifted = evidence.find(
    ({ topic, text }) => topic === 'DRY_RUN' && text.includes('no longer as it was'),
  )
  if (drifted) return say('DRY_RUN', 'Try it again on the structure as it is now.', drifted)
  const untried = proposal.dryRun === null ? worst('CHANGES_REQUESTED', 'DRY_RUN') : undefined
  if (untried) return say('DRY_RUN', 'Try it on a copy.', untried)
  const failing = worst('BLOCK', 'DRY_RUN')
  if (failing) return say('EDIT', 'Mend the step that fails, and save it as a new revision.', failing)
  const rows = worst('BLOCK', 'ROWS')
  if (rows)
    return say(
      'EDIT',
      'Fill or mend the rows that are in the way in a step before, and save it as a new revision.',
      rows,
    )
  const away = worst('BLOCK', 'CONNECTION', 'AUDIT') ?? worst('CHANGES_REQUESTED', 'CONNECTION')
  if (away) return say('WAIT', away.hint ?? 'Mend the connection first.', away)
  const blocking = worst('BLOCK') ?? worst('CHANGES_REQUESTED')
  if (blocking)
    return say(
      'EDIT',
      blocking.hint ?? 'Change what speaks against it, and save it as a new revision.',
      blocking,
    )
  const objecting = panel.find(({ stance }) => stance === 'BLOCK')
  if (verdict === 'CHANGES_REQUESTED' && objecting)
    return { action: 'EDIT', words: objecting.recommendation, cites: objecting.evidence }
  const held = worst('APPROVE_WITH_CONDITIONS', 'BLOCKERS')
  if (missing.length > 0)
    return say(
      'REVIEW',
      `Have it looked at: it needs ${missing.join(', and ')}.`,
      evidence.find(({ topic }) => topic === 'APPROVALS'),
    )
  if (held) return say('WAIT', held.hint ?? 'Wait for the session that is in the way.', held)
  return say(
    'APPLY',
    verdict === 'APPROVE'
      ? 'Apply it.'
      : conditional
        ? 'Apply it under the conditions below.'
        : 'Settle what the roles ask for, then apply it.',
    evidence.find(({ topic }) => topic === 'DRY_RUN'),
  )
}

const VERDICTS: Readonly<Record<RoundtableVerdict, string>> = {
  APPROVE: 'Nothing speaks against it',
  APPROVE_WITH_CONDITIONS: 'It can be applied under conditions',
  CHANGES_REQUESTED: 'It should be changed first',
  BLOCK: 'It should not be applied as it is',
}

function decide(
  verdict: RoundtableVerdict,
  panel: readonly RoundtableStatement[],
  evidence: readonly Evidence[],
  next: Next,
): RoundtableStatement {
  const count = (stance: RoundtableStatement['stance']) => panel.filter(each => each.stance === stance).length
  const blocking = evidence.filter(({ floor }) => floor === 'BLOCK').map(({ id }) => id)
  return {
    role: 'SOFTWARE_ARCHITECT',
    stance: verdict === 'APPROVE' ? 'SUPPORT' : verdict === 'BLOCK' ? 'BLOCK' : 'CONCERN',
    recommendation: `${VERDICTS[verdict]}: of ${panel.length} roles ${count('SUPPORT')} support it, ${count('CONCERN')} have a concern and ${count('BLOCK')} would stop it. ${sentence(next.words)}`,
    evidence: [...new Set([...blocking, ...next.cites])],
    origin: 'TEMPLATE',
    ...{ model: null, promptHash: null, note: null },
  }
}

function riskOf(evidence: readonly Evidence[], { blockedMs, bytes }: Roundtable['prediction']): string {
  const unknown = evidence.filter(({ topic, text }) => topic === 'ROWS' && text.includes('not known'))
  if (unknown.length > 0)
    return `What ${counted(unknown.length, 'check')} of the rows would say is not known: the change may fail on them, and then nothing of its transaction stays.`
  if (blockedMs === null)
    return 'How long others are kept out is not known, because the size of a table is not.'
  if (blockedMs[1] === 0)
    return 'Nobody is kept out of a table that was there; what remains is what nobody has looked at.'
  return `Others may be kept out for ${timeInWords(blockedMs[0])} to ${timeInWords(blockedMs[1])}${bytes === null ? '' : `, reckoned from ${sizeInWords(bytes)}`}, and longer behind a session that does not let go.`
}
