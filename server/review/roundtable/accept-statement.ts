import type { Evidence, RoundtableStance, RoundtableStatement } from '../../domain.ts'
import { checkSentence } from './check-citations.ts'
import type { CitedSentence } from './check-citations.ts'
import { stanceOf, worstStance } from './floor.ts'
import type { Panelist } from './roles.ts'
import { sliceOf } from './roles.ts'
import { speakByTemplate } from './speak-by-template.ts'

/** What a model said for a role, as it came. */
export interface Drafted {
  stance: RoundtableStance
  sentences: readonly CitedSentence[]
  model: string
  promptHash: string
}

const MAX_SENTENCES = 2

/**
 * A model's word as far as it stands: at most two sentences, each with evidence of the role's own slice that holds what
 * it says; and no milder than that evidence. Where nothing is left the template speaks, and says so.
 */
export function acceptStatement(
  role: Panelist,
  drafted: Drafted,
  all: readonly Evidence[],
  known: readonly string[],
): RoundtableStatement {
  const slice = sliceOf(role, all)
  const checked = drafted.sentences.map(sentence => checkSentence(sentence, slice, known))
  const kept = checked.flatMap(each => (each.ok ? [each.sentence] : [])).slice(0, MAX_SENTENCES)
  const { model, promptHash } = drafted
  if (kept.length === 0)
    return {
      ...speakByTemplate(role, all),
      ...{ model, promptHash },
      note: 'The model said nothing that the evidence holds, so the template speaks.',
    }
  const floor = stanceOf(slice)
  const stance = worstStance(floor, drafted.stance)
  const dropped = drafted.sentences.length - kept.length
  const notes = [
    stance === drafted.stance ? '' : 'The model was milder than the evidence allows.',
    dropped > 0
      ? `${dropped === 1 ? 'One sentence' : `${dropped} sentences`} of the model said what no evidence holds, and ${dropped === 1 ? 'was' : 'were'} left out.`
      : '',
  ].filter(note => note !== '')
  // What the floor comes from stands with it, whatever the model cites.
  const forced = stance === drafted.stance ? [] : slice.filter(each => stanceOf([each]) === floor)
  return {
    role,
    stance,
    recommendation: kept.map(({ text }) => (/[.!?]$/.test(text) ? text : `${text}.`)).join(' '),
    evidence: [...new Set([...kept.flatMap(({ evidence }) => evidence), ...forced.map(({ id }) => id)])],
    origin: 'MODEL',
    ...{ model, promptHash },
    note: notes.length === 0 ? null : notes.join(' '),
  }
}

/** The template in place of a model that did not answer. */
export function speakInstead(
  role: Panelist,
  all: readonly Evidence[],
  { model, promptHash, why }: { model: string; promptHash: string | null; why: string },
): RoundtableStatement {
  return { ...speakByTemplate(role, all), model, promptHash, note: `${why} The template speaks.` }
}
