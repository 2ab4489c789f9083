import type { MigrationProposal, Roundtable, RoundtableOutcome } from '../../domain.ts'
import { timeInWords } from './one-line.ts'

const ENDS = ['APPLIED', 'FAILED_CLEAN', 'FAILED_PARTIAL'] as const

/**
 * What was predicted beside what happened; null while nothing has. What is timed holds what was waited for a lock as
 * well. Who blocked or had a concern about a change that went well was too careful; that is said, not held against them.
 */
export function compare(
  {
    revision,
    prediction,
    statements,
    verdict,
  }: Pick<Roundtable, 'revision' | 'prediction' | 'statements' | 'verdict'>,
  proposal: Pick<MigrationProposal, 'state' | 'steps' | 'revision'>,
): RoundtableOutcome | null {
  const state = ENDS.find(end => end === proposal.state)
  if (state === undefined || proposal.revision !== revision) return null
  const timed = proposal.steps.flatMap(({ durationMs }) => durationMs ?? [])
  const durationMs = timed.length === 0 ? null : timed.reduce((sum, each) => sum + each, 0)
  const well = state === 'APPLIED'
  const panel = statements.filter(({ role }) => role !== 'SOFTWARE_ARCHITECT')
  const right = panel.filter(({ stance }) => (well ? stance !== 'BLOCK' : stance !== 'SUPPORT'))
  return {
    state,
    durationMs,
    words: [
      well
        ? `It was applied${verdict === 'BLOCK' ? ', although the roundtable would have stopped it' : ', as the roundtable expected'}.`
        : verdict === 'APPROVE' || verdict === 'APPROVE_WITH_CONDITIONS'
          ? 'It failed, which the roundtable did not foresee.'
          : 'It failed, as the roundtable had warned.',
      ...timing(durationMs, prediction.durationMs),
    ],
    right: right.map(({ role }) => role),
    wrong: panel.filter(each => !right.includes(each)).map(({ role }) => role),
  }
}

function timing(took: number | null, predicted: readonly [number, number] | null): string[] {
  if (took === null) return []
  if (predicted === null)
    return [`It took ${timeInWords(took)}; nothing was predicted, because a size was not known.`]
  const range = `${timeInWords(predicted[0])} to ${timeInWords(predicted[1])}`
  const fits = took > predicted[1] ? 'longer than' : took < predicted[0] ? 'shorter than' : 'within'
  return [`It took ${timeInWords(took)}, ${fits} the ${range} that were predicted.`]
}
