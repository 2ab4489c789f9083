/** What follows from drafts that were compared, and how that is said. Pure. */
import type { Generation } from '../generation.ts'
import type { DraftAnswer } from '../generation-task.ts'

export type Draft = Extract<Generation, { kind: 'query' }>

/** Of a draft that states none. */
const UNSTATED = 0.5
const LONGEST_READING = 1_500
/** A choice is asked as a question, which may be no longer than that. */
const LONGEST_CHOICE = 3_500

const COUNTS = ['No', 'One', 'Two', 'Three']

/**
 * @param answers by the order of the drafts
 * @param wanted drafts that were asked for; those that are missing came to no SQL
 * @returns `said` is what is told after the first draft's reading
 */
export function judgeDrafts(
  question: string,
  drafts: readonly Draft[],
  answers: readonly DraftAnswer[],
  wanted: number,
): { generation: Generation; said: string } {
  const first = drafts[0] as Draft
  const compared = drafts.flatMap((draft, index) => {
    const answer = answers[index]?.answer ?? null
    return answer === null ? [] : [{ draft, answer }]
  })
  const left = leftOut(answers, wanted - drafts.length)
  const groups = [...new Set(compared.map(({ answer }) => answer))]
  if (groups.length > 1) {
    const readings = groups.map(group => compared.find(({ answer }) => answer === group)?.draft ?? first)
    const message = [
      `${COUNTS[compared.length]} drafts of an answer give different rows. Which do you mean?`,
      ...left,
    ]
    const said = message.join(' ')
    return {
      generation: { kind: 'clarification', message: said, suggestions: choices(question, readings) },
      said: `\n\n${said}`,
    }
  }
  const { draft } = compared[0] ?? { draft: first }
  const note = [
    compared.length > 1
      ? `Compared: ${(COUNTS[compared.length] ?? '').toLowerCase()} drafts, made apart from each other, give the same rows.`
      : 'Not compared: there was no second draft to hold it against.',
    ...left,
  ].join(' ')
  const explanation = `${draft.explanation} ${note}`.trim()
  return {
    generation: { ...draft, explanation, confidence: confidenceOf(draft.confidence, compared.length) },
    said: draft === first ? ` ${note}` : `\n\n${explanation}`,
  }
}

/** Each draft more that agrees halves the doubt. */
export function confidenceOf(stated: number | null, agreeing: number): number | null {
  if (agreeing < 2) return stated
  return 1 - (1 - (stated ?? UNSTATED)) / 2 ** (agreeing - 1)
}

/** Sentences on drafts that count for nothing. */
function leftOut(answers: readonly DraftAnswer[], withoutSql: number): string[] {
  const reasons = answers.flatMap(each => (each.answer === null ? [each.why] : []))
  return [
    ...(reasons.length > 0
      ? [`${COUNTS[reasons.length]} could not be compared: ${[...new Set(reasons)].map(withStop).join(' ')}`]
      : []),
    ...(withoutSql > 0 ? [`${COUNTS[withoutSql]} came to no SQL.`] : []),
  ]
}

function withStop(text: string): string {
  return /[.!?…]$/u.test(text) ? text : `${text}.`
}

/** The question with each reading; where two read alike, with what else tells them apart. */
function choices(question: string, drafts: readonly Draft[]): string[] {
  const ways: ((draft: Draft) => string)[] = [
    ({ explanation }) => explanation,
    ({ explanation, assumptions = [] }) => [explanation, ...assumptions].join(' '),
    ({ sql }) => `as in: ${sql}`,
  ]
  const readings = ways.map(way => drafts.map(draft => way(draft).slice(0, LONGEST_READING)))
  const apart = readings.find(each => new Set(each).size === drafts.length) ?? readings[0] ?? []
  return apart.map(reading => {
    const whole = `${question} (${reading})`
    return whole.length <= LONGEST_CHOICE ? whole : reading
  })
}
