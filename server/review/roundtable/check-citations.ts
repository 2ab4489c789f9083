import type { Evidence } from '../../domain.ts'

/** A sentence that a model wants to say, and what it cites for it. */
export interface CitedSentence {
  text: string
  evidence: readonly string[]
}

export type CheckedSentence = { ok: true; sentence: CitedSentence } | { ok: false; why: string }

const MAX_SENTENCE = 400
/** One, a and the like count nothing. */
const NUMBER_WORDS =
  /\b(two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?|thousands?|millions?|billions?|half|twice|double|triple|percent)\b/giu

/**
 * Whether a sentence says nothing but what its evidence holds: every number, quoted text, name and rule in it has to stand
 * in a piece that it cites, and every piece that it cites has to be there. Pure.
 *
 * @param known names that are at stake, so that a plain word such as `orders` is told from one of the language
 */
export function checkSentence(
  { text, evidence }: CitedSentence,
  slice: readonly Evidence[],
  known: readonly string[],
): CheckedSentence {
  const words = text.trim()
  if (words === '') return refuse('it is empty')
  if (words.length > MAX_SENTENCE) return refuse('it is too long')
  if (isSeveral(words)) return refuse('it is more than one sentence')
  // Ids in the text count as cited.
  const cited = [...new Set([...evidence, ...(words.match(/\bE\d+\b/g) ?? [])])]
  const pieces = cited.map(id => slice.find(each => each.id === id))
  if (cited.length === 0) return refuse('it cites nothing')
  if (pieces.includes(undefined)) return refuse('it cites what is not there')
  const ground = pieces.map(piece => `${piece?.text ?? ''} ${piece?.hint ?? ''}`).join(' ')
  const bare = words.replace(/\bE\d+\b/g, ' ')
  const uncited =
    numbersOf(bare).find(number => !numbersOf(ground).includes(number)) ??
    (bare.match(NUMBER_WORDS) ?? []).find(word => !holds(ground, word)) ??
    namesOf(bare).find(name => !holds(ground, name)) ??
    known.find(name => hasWord(bare, name) && !hasWord(ground, name))
  return uncited === undefined
    ? { ok: true, sentence: { text: words, evidence: cited } }
    : refuse(`${uncited} is in nothing that it cites`)
}

function refuse(why: string): CheckedSentence {
  return { ok: false, why }
}

/** Written without separators, so that 4,100,000 and 4100000 are the same; a dot ends no number. */
function numbersOf(text: string): string[] {
  return (text.match(/\d(?:[\d,_ \u00a0]*\d)?(?:\.\d+)?/g) ?? []).map(number =>
    number.replace(/[,_ \u00a0]/g, ''),
  )
}

/** What looks like the name of something: in quotes, with an underscore, a dot or a hyphen between words, or of mixed case. */
function namesOf(text: string): string[] {
  const quoted = [...text.matchAll(/"([^"]+)"|`([^`]+)`|'([^']+)'|“([^”]+)”|‘([^’]+)’/g)].map(
    found => found.slice(1).find(part => part !== undefined) ?? '',
  )
  const written =
    text.match(
      /\b\w+_\w+\b|\b[\p{L}\d_]+\.[\p{L}\d_.]*[\p{L}\d_]\b|\b(?:forbid|warn|require)-[a-z-]+\b|\b\p{Ll}+\p{Lu}\w*\b|\b\p{Lu}\p{Ll}+\p{Lu}\w*\b/gu,
    ) ?? []
  return [...quoted, ...written]
}

function holds(ground: string, name: string): boolean {
  return ground.toLowerCase().includes(name.toLowerCase())
}

function hasWord(text: string, word: string): boolean {
  const escaped = word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return new RegExp(`(?<![\\p{L}\\d_])${escaped}(?![\\p{L}\\d_])`, 'iu').test(text)
}

function isSeveral(text: string): boolean {
  return /[.!?…]\s+\S/.test(text.replace(/\b(e\.g|i\.e|etc|approx|vs)\.\s/gi, '$1 ')) || /\n\s*\S/.test(text)
}
