import { wordsOf } from './link-tables.ts'

export interface AnsweredQuestion {
  text: string
  sql: string
}

const MOST = 5
/** Of the weight of both questions together: below, they share little more than the kind of words that all questions have. */
const MIN_SIMILARITY = 0.2

/** Questions like this one, the nearest first: those that share its rarest words. None that is only like by chance. Pure. */
export function similarQuestions(
  text: string,
  answered: readonly AnsweredQuestion[],
): readonly AnsweredQuestion[] {
  const known = answered.map(each => ({ each, words: wordsOf(each.text) }))
  const frequency = new Map<string, number>()
  for (const { words } of known) for (const word of words) frequency.set(word, (frequency.get(word) ?? 0) + 1)
  const weight = (word: string) => Math.log(1 + (1 + answered.length) / (1 + (frequency.get(word) ?? 0)))
  const sum = (words: Iterable<string>) => [...words].reduce((total, word) => total + weight(word), 0)
  const asked = wordsOf(text)
  const askedWeight = sum(asked)
  return known
    .map(({ each, words }) => {
      const shared = sum([...asked].filter(word => words.has(word)))
      return { each, likeness: shared / Math.max(1e-9, askedWeight + sum(words) - shared) }
    })
    .filter(({ likeness }) => likeness >= MIN_SIMILARITY)
    .sort((a, b) => b.likeness - a.likeness)
    .slice(0, MOST)
    .map(({ each }) => each)
}
