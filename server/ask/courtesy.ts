import type { QuestionWord } from '../domain.ts'

const COURTESY = new Set(['please', 'thanks', 'kindly', 'hello', 'hi', 'hey'])

/** The words that ask for something: polite ones at either end change nothing, nor do the commas beside them. */
export function withoutCourtesy(words: readonly QuestionWord[]): readonly QuestionWord[] {
  const idle = ({ kind, normal }: QuestionWord) => (kind === 'word' && COURTESY.has(normal)) || normal === ','
  let from = 0
  let to = words.length
  while (from < to && words[from] && idle(words[from] as QuestionWord)) from++
  while (to > from && words[to - 1] && idle(words[to - 1] as QuestionWord)) to--
  // Nothing but courtesy is a greeting, which is answered as such.
  return from === to ? words : words.slice(from, to)
}
