import type { Catalog, QuestionWord } from '../domain.ts'
import { deniedBy } from './denied-word.ts'
import { datesOfDeed, nameIndexOf } from './name-index.ts'
import { nameKey } from './name-words.ts'

/**
 * "Unpaid" and "inactive" as "not paid" and "not active", where nothing is called by the whole word: `isSaid` tells
 * whether the data or the catalog knows a word as it is.
 */
export function withoutContraries(
  words: readonly QuestionWord[],
  catalog: Catalog,
  isSaid: (word: string) => boolean,
): readonly QuestionWord[] {
  return words.flatMap(word => {
    const rest = word.kind === 'word' ? deniedBy(word.normal) : null
    if (rest === null || isSaid(word.normal) || !(tells(catalog, rest) || isSaid(rest))) return [word]
    const cut = word.start + word.normal.length - rest.length
    return [
      { ...word, text: word.text.slice(0, -rest.length), normal: 'not', end: cut },
      { ...word, text: word.text.slice(-rest.length), normal: rest, start: cut },
    ]
  })
}

/** Whether a column tells it: a yes or no of that name, or the time when it was done, which may be missing. */
function tells(catalog: Catalog, word: string): boolean {
  const named = nameIndexOf(catalog).get(nameKey([word])) ?? []
  return (
    named.some(target => target.kind === 'column' && target.match !== 'STEM') ||
    datesOfDeed(catalog, word).some(target => target.kind === 'column' && target.column.nullable)
  )
}
