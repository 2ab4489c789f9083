import type { GroundedQuestion } from '../../domain.ts'

const MOST_WORDS = 10

/** The question with what its glossary terms mean said in their place; null where none has a meaning in plain words. */
export function withMeanings({
  text,
  words,
  mentions,
}: GroundedQuestion): { text: string; notes: string[] } | null {
  const notes: string[] = []
  let said = text
  for (const { from, to, targets } of [...mentions].sort((a, b) => b.from - a.from)) {
    const term = targets.find(target => target.kind === 'term')
    const meaning = term?.kind === 'term' && term.term.sql === null ? plainWords(term.term.meaning) : null
    const [first, last] = [words[from], words[to - 1]]
    if (meaning === null || !first || !last) continue
    said = said.slice(0, first.start) + meaning + said.slice(last.end)
    notes.unshift(`read "${text.slice(first.start, last.end)}" as "${meaning}"`)
  }
  return notes.length === 0 ? null : { text: said, notes }
}

/** A meaning that can be said in a question: a few words, no formula and no sentence. */
function plainWords(meaning: string): string | null {
  const plain = meaning.trim().replace(/[.\s]+$/u, '')
  return /^[\p{L}\p{N}' -]+$/u.test(plain) && plain.split(/\s+/u).length <= MOST_WORDS
    ? plain.toLowerCase()
    : null
}
