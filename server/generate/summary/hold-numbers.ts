/**
 * Whether a sentence that a model wrote says no number but those that were computed. What it cannot see: a claim without a
 * number, and number words of other languages than English.
 */
import type { Fact } from './fact.ts'

/** Digits with what groups them and the point or comma of a fraction. */
const NUMBER = /\d(?:[\d.,'’\u00a0\u202f]*\d)?/gu
/** Numbers that are no digits: fractions, Roman and circled ones, and other scripts' own. */
const OTHER_NUMBER = /[\p{Nl}\p{No}]/u
/** Said of numbers, they are numbers that nobody computed. */
const RECKONED =
  /\b(?:half|halves|third of|thirds|quarters?|twice|thrice|double[ds]?|tripled?|triples|quadrupled?|\w+fold|dozens?|hundreds?|thousands?|millions?|billions?|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)\b/iu
const WORDS = 'zero one two three four five six seven eight nine ten eleven twelve'.split(' ')
/** "One" is a pronoun too. */
const NUMBER_WORD = new RegExp(`\\b(?:${[WORDS[0], ...WORDS.slice(2)].join('|')})\\b`, 'giu')

export interface KnownNumbers {
  /** By the number in plain digits: whose it is, or null where it is nobody's in particular. */
  owners: ReadonlyMap<string, ReadonlySet<string> | null>
  /** Longest first. */
  labels: readonly string[]
}

/** @param said what else holds numbers that may be repeated: the question, how it was read */
export function knownNumbers(facts: readonly Fact[], said: readonly string[]): KnownNumbers {
  const owners = new Map<string, Set<string> | null>()
  for (const { text, belongs } of facts) {
    const own = new Set(belongs === null ? [] : readingsOf(belongs.number))
    for (const number of belongs?.to.length ? own : []) {
      const known = owners.get(number)
      if (known !== null) owners.set(number, new Set([...(known ?? []), ...(belongs?.to ?? [])]))
    }
    // "Route 66" is a name, and no reason to say sixty-six.
    for (const number of numbersIn(findLabels(text, belongs?.to ?? []).rest).flat())
      if (!own.has(number) || !belongs?.to.length) owners.set(number, null)
  }
  for (const number of said.flatMap(text => numbersIn(text).flat())) owners.set(number, null)
  const labels = [...new Set(facts.flatMap(({ belongs }) => belongs?.to ?? []))]
  return { owners, labels: labels.filter(label => label !== '').sort((a, b) => b.length - a.length) }
}

/** Every number is a known one, and stands with the name that it belongs to where the sentence names any. Pure. */
export function holdsNumbers(sentence: string, { owners, labels }: KnownNumbers): boolean {
  const plain = inDigits(sentence)
  const { mentions, rest } = findLabels(plain, labels)
  if (OTHER_NUMBER.test(rest) || RECKONED.test(rest)) return false
  const written = numbersIn(rest)
  const words = (rest.match(NUMBER_WORD) ?? []).map(word => [String(WORDS.indexOf(word.toLowerCase()))])
  if (![...written, ...words].every(readings => readings.some(number => owners.has(number)))) return false
  if (mentions.length === 0) return true
  // Names and numbers are told in the same order: "Germany has 122 and France 77", "122 for Germany, 77 for France".
  let at = 0
  for (const readings of written) {
    const known = readings.filter(number => owners.has(number))
    if (known.some(number => owners.get(number) === null)) continue
    const whose = new Set(known.flatMap(number => [...(owners.get(number) ?? [])]))
    while (at < mentions.length && !whose.has(mentions[at] ?? '')) at++
    if (at === mentions.length) return false
  }
  return true
}

function findLabels(text: string, labels: readonly string[]): { mentions: string[]; rest: string } {
  const found: { at: number; label: string }[] = []
  let rest = text
  for (const label of labels) {
    const escaped = label.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    const whole = new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, 'giu')
    rest = rest.replace(whole, (written, at: number) => {
      found.push({ at, label })
      return ' '.repeat(written.length)
    })
  }
  return { mentions: found.sort((a, b) => a.at - b.at).map(({ label }) => label), rest }
}

/** Each number of a text in all ways that it can be read: `1.265` is a thousand in some places and one and a bit in others. */
function numbersIn(text: string): string[][] {
  return (inDigits(text).match(NUMBER) ?? []).map(readingsOf)
}

function readingsOf(written: string): string[] {
  const number = written.replace(/['’\u00a0\u202f]/gu, '')
  const grouped = (group: string) => new RegExp(`^\\d{1,3}(\\${group}\\d{3})+$`)
  const readings = [
    [',', '.'],
    ['.', ','],
  ].flatMap(([group = '', point = '']) => {
    const [whole = '', fraction, ...more] = number.split(point)
    if (more.length > 0) return []
    const bare = whole.replaceAll(group, '')
    if (!/^\d+$/.test(bare) || (fraction !== undefined && !/^\d+$/.test(fraction))) return []
    if (whole.includes(group) && !grouped(group).test(whole)) return []
    return [canonical(bare, fraction ?? '')]
  })
  return readings.length > 0 ? [...new Set(readings)] : [number]
}

function canonical(whole: string, fraction: string): string {
  const left = whole.replace(/^0+(?=\d)/, '')
  const right = fraction.replace(/0+$/, '')
  return right === '' ? left : `${left}.${right}`
}

/** Digits of other scripts as those of ours. */
function inDigits(text: string): string {
  return text.replace(/\p{Nd}/gu, digit => {
    const code = digit.codePointAt(0) ?? 0
    if (code < 128) return digit
    // Every script has its ten digits in a row.
    let zero = code
    while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--
    return String((code - zero) % 10)
  })
}
