import type { Catalog } from '../domain.ts'
import { nameWords, singular } from './name-words.ts'

export type Vocabulary = ReadonlySet<string>

/** Words that names are joined from in nearly every database. */
const EVERYDAY =
  `id no name code type date time year month day number num count first last full source dest destination origin
  title address city country state price total amount status level start end key group unit rate note size file
  user order customer product item line head of begin birth home work phone post zip email text link`.split(
    /\s+/u,
  )

/** The words that the names of a catalog show apart, and those that are tables of their own. */
export function* vocabularySteps(catalog: Catalog): Generator<undefined, Vocabulary> {
  const words = new Set(EVERYDAY)
  const add = (name: string) => {
    const parts = nameWords(name)
    if (parts.length > 1) for (const part of parts) if (part.length > 2) words.add(part).add(singular(part))
  }
  for (const table of catalog.tables) {
    yield
    add(table.name)
    const parts = nameWords(table.name)
    for (const part of parts) if (parts.length === 1 && part.length > 2) words.add(part).add(singular(part))
    for (const { name } of table.columns) add(name)
  }
  return words
}

/** `sourceairport` and `pettype` apart, when all of it is words of the vocabulary; others stay. */
export function joinedWords(words: readonly string[], vocabulary: Vocabulary): string[] {
  return words.flatMap(word => (word.length > 4 ? (split(word, vocabulary) ?? [word]) : [word]))
}

/** The longest words first, at most three of them. */
function split(word: string, vocabulary: Vocabulary, most = 3): string[] | null {
  for (let at = word.length - 2; at >= 2 && most > 1; at--) {
    const head = word.slice(0, at)
    const tail = word.slice(at)
    if (!vocabulary.has(head)) continue
    if (vocabulary.has(tail) || vocabulary.has(singular(tail))) return [head, tail]
    const rest = split(tail, vocabulary, most - 1)
    if (rest) return [head, ...rest]
  }
  return null
}
