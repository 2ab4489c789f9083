import type { Catalog } from '../domain.ts'
import { nameWords, singular } from './name-words.ts'

/** What words of the names of tables are shortened to: by their first letters, or without vowels. */
export type Abbreviations = ReadonlyMap<string, string>

const SHORTEST = 3
const LONGEST = 5
/** Shorter words are not worth shortening. */
const LEAST = 5
/** So many words are looked at in a step. */
const AT_ONCE = 200

/** `instr` of `instrument` and `crs` of `course`, where one word only may be meant and none is called so. */
export function* abbreviationSteps(catalog: Catalog): Generator<undefined, Abbreviations> {
  const names = catalog.tables.map(({ name }) => nameWords(name).map(singular))
  const words = new Set(names.flat())
  const whole = new Set(names.flatMap(parts => (parts.length === 1 ? parts : [])))
  const meant = new Map<string, Set<string>>()
  const add = (short: string, word: string) => {
    if (short.length < SHORTEST || short.length > LONGEST || short.length + 2 > word.length) return
    if (whole.has(short)) return
    const known = meant.get(short)
    if (known) known.add(word)
    else meant.set(short, new Set([word]))
  }
  let read = 0
  for (const word of words) {
    if (++read % AT_ONCE === 0) yield
    if (word.length < LEAST) continue
    const consonants = word.slice(0, 1) + word.slice(1).replace(/[aeiou]/gu, '')
    for (let length = SHORTEST; length <= LONGEST; length++) {
      add(word.slice(0, length), word)
      if (length <= consonants.length) add(consonants.slice(0, length), word)
    }
  }
  const found = new Map<string, string>()
  for (const [short, of] of meant) {
    const [only, ...more] = of
    if (only !== undefined && more.length === 0) found.set(short, only)
  }
  return found
}

/** The words with what is shortened written out; null where nothing is. */
export function withoutAbbreviations(words: readonly string[], short: Abbreviations): string[] | null {
  return words.some(word => short.has(word)) ? words.map(word => short.get(word) ?? word) : null
}
