import { singular } from './name-words.ts'

const ENDINGS = [
  'ings',
  'ing',
  'ed',
  'ers',
  'er',
  'ors',
  'or',
  'ship',
  'ment',
  'ation',
  'ance',
  'ence',
  'ion',
  'ly',
  'y',
  'e',
]
const LINKING = new Set(['of', 'the', 'in', 'on', 'by', 'at', 'to', 'for', 'a', 'an', 'is', 'and', 'made'])

const stems = new Map<string, string>()
const MOST_STEMS = 20_000

/** A rough stem: `directed`, `director` and `directs` are `direct`. Only good for comparing with other stems. */
export function stem(word: string): string {
  const known = stems.get(word)
  if (known !== undefined) return known
  if (stems.size >= MOST_STEMS) stems.clear()
  let short = singular(word)
  const ending = ENDINGS.find(end => short.endsWith(end) && short.length - end.length >= 4)
  if (ending) short = short.slice(0, -ending.length)
  stems.set(word, short)
  return short
}

/** One key for words in any order and form: `level of membership` and `membership levels`. */
export function looseKey(words: readonly string[]): string {
  const content = words.filter(word => !LINKING.has(word)).map(stem)
  return content.length === 0 ? '' : `~${content.sort().join(' ')}`
}
