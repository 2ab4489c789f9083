import type { Dialect } from '../../databases/database.ts'
import type { GroundedQuestion } from '../../domain.ts'
import type { Generation } from '../generation.ts'
import { readClauses } from './clauses/read-clauses.ts'
import type { Reading } from './clauses/read-clauses.ts'
import { chosenColumns } from './clauses/draft.ts'
import { leavesOpen } from './clauses/leaves-open.ts'
import type { SharedShown } from './clauses/leaves-open.ts'
import { formulaTerms } from './formula-terms.ts'
import { spokenName } from './naming-columns.ts'
import { tellReading } from './clauses/tell-reading.ts'

/** Readings that are closer than this are rivals: there is no telling which is meant. */
const RIVAL = 0.06
const LEAST_CONFIDENCE = 0.5
const LONGEST = 60

/** Readings that fit equally well, and the first two in words. */
export interface Rivals {
  kind: 'rivals'
  rivals: readonly Reading[]
  words: readonly [string, string]
}

/** A list that may be meant once for each name or once for each row. */
export interface Open {
  kind: 'open'
  shown: SharedShown
}

/** Words that point back to what was said before. */
const POINTING = /^(they|them|their|those|these|ones|it|its)$/u

/**
 * The answer where the words of a question are read in any order that makes sense, ranked by how well they fit; null
 * where they are not. Where two readings fit equally well it tells both.
 */
export function readFreely(
  question: GroundedQuestion,
  dialect: Dialect,
): Extract<Generation, { kind: 'query' }> | Rivals | Open | null {
  if (question.words.length > LONGEST || pointsBack(question)) return null
  const readings = readClauses(question, dialect)
  if (readings.kind === 'unread') return null
  const { best, others, repairs } = readings
  const rival = others[0]
  if (rival && rival.cost - best.cost < RIVAL) {
    const told = [best, rival].map(({ draft }) => tellReading(draft))
    const alike = told[0] === told[1]
    const [one, other] = [best, rival].map(({ draft }, i) =>
      alike ? `${told[i] ?? ''}, by ${chosenColumns(draft.root).map(spokenName).join(' and ')}` : told[i],
    )
    if (one === other) return null
    return {
      kind: 'rivals',
      rivals: [best, ...others.filter(({ cost }) => cost - best.cost < RIVAL)],
      words: [one ?? '', other ?? ''],
    }
  }
  const shown = leavesOpen(best.draft, question.repeatedColumns)
  if (shown !== null) return { kind: 'open', shown }
  return {
    kind: 'query',
    sql: best.sql,
    explanation: [...repairs, ...formulasOf(question), tellReading(best.draft)].join(' · '),
    confidence: confidenceOf(best, rival),
    origin: 'BUILT_IN',
    model: null,
    usage: null,
  }
}

/** `"revenue" is SUM(quantity * price)`, as the glossary has it. */
function formulasOf(question: GroundedQuestion): string[] {
  return formulaTerms(question).map(({ term, sql }) => `"${term}" is ${sql ?? ''}`)
}

function confidenceOf(best: Reading, rival: Reading | undefined): number {
  const margin = rival ? Math.min(0.6, rival.cost - best.cost) : 0.6
  return Math.max(LEAST_CONFIDENCE, Math.round((0.55 + margin * 0.65) * 100) / 100)
}

/** A word such as `their` before anything that it could mean. */
function pointsBack({ words, mentions }: GroundedQuestion): boolean {
  const first = words.findIndex(({ normal }) => POINTING.test(normal))
  return (
    first >= 0 &&
    !mentions.some(
      ({ to, targets }) => to <= first && targets.some(({ kind }) => kind === 'table' || kind === 'column'),
    )
  )
}
