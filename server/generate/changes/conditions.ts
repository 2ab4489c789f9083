import type { Condition, Comparison, SaidValue } from './change.ts'
import type { Scene } from './scene.ts'
import { readValue } from './values.ts'

const SIGNS: readonly (readonly [RegExp, Comparison])[] = [
  [
    /^(?:at least|no less than|not less than|not smaller than|not lower than|not below|not under|>=|≥|greater than or equal to|minimum(?: of)?|a minimum of|from|on or after|not before|not earlier than)\s+(.+)$/iu,
    '>=',
  ],
  [/^(.+?)\s+(?:or more|or higher|or greater|or above|or over|or later|and above|and up)$/iu, '>='],
  [
    /^(?:at most|no more than|not more than|no greater than|not greater than|not larger than|not above|not over|not exceed|up to|<=|≤|less than or equal to|maximum(?: of)?|a maximum of|on or before|not after|not later than)\s+(.+)$/iu,
    '<=',
  ],
  [/^(.+?)\s+(?:or less|or lower|or fewer|or below|or under|or earlier|and below)$/iu, '<='],
  [
    /^(?:greater than|more than|larger than|higher than|bigger than|above|over|exceed|>|after|later than)\s+(.+)$/iu,
    '>',
  ],
  [/^(?:less than|fewer than|smaller than|lower than|below|under|<|before|earlier than)\s+(.+)$/iu, '<'],
  [/^(?:not|other than|different from|not equal to|<>|!=)\s+(.+)$/iu, '<>'],
]

const NUMBER = '-?\\d+(?:\\.\\d+)?'
const BETWEEN = new RegExp(
  `^(?:(?:only )?(?:between|from|in the range(?: of| from)?|within)\\s+)?(${NUMBER})\\s*(?:and|to|-|–|\\.\\.|through|until)\\s*(${NUMBER})$`,
  'iu',
)
const LENGTH = /^(.+?)\s+(?:characters?|chars?|letters?|digits?)(?: long)?$/iu
const AMONG =
  /^(?:(?:only\s+)?(?:one of|any of|either|among|limited to|restricted to|in)|only(?:\s+be)?|allowed values?(?: are)?:?)\s*:?\s*\(?(.+?)\)?$/iu

export const asNumber = (text: string): SaidValue => ({ kind: 'number', text })

/** What a column must be, e.g. `positive`, `at least 1`, `one of new, paid or shipped`; null where that is not known. */
export function readCondition(words: string, scene: Pick<Scene, 'text'>): Condition | null {
  const said = words
    .trim()
    .replace(/^(?:be|is|are|always|only be)\s+/iu, '')
    .replace(/^be\s+/iu, '')
  if (/^(?:positive|greater than (?:0|zero)|above zero|more than zero)$/iu.test(said))
    return compare('>', asNumber('0'))
  if (
    /^(?:non-?\s?negative|not (?:be )?negative|zero or more|0 or more|positive or zero|zero or positive|not (?:be |go )?below zero|at least zero)$/iu.test(
      said,
    )
  )
    return compare('>=', asNumber('0'))
  if (/^negative$/iu.test(said)) return compare('<', asNumber('0'))
  if (/^(?:not (?:be )?(?:empty|blank)|non-?empty)$/iu.test(said))
    return compare('<>', { kind: 'text', text: '' })
  const between = BETWEEN.exec(said)
  if (between !== null) return { kind: 'between', low: between[1] ?? '', high: between[2] ?? '' }
  const contains = /^(?:contains?|include|have)\s+(?:an?\s+)?(\S+)$/iu.exec(said)?.[1]
  if (contains !== undefined && (scene.text.isQuoted(contains) || /^[^\p{L}\p{N}]$/u.test(contains)))
    return { kind: 'contains', text: scene.text.plain(contains) }
  const among = AMONG.exec(said)
  if (among !== null) return amongOf(among[1] ?? '', scene)
  if (
    /\s+or\s+/iu.test(said) &&
    !/\b(?:more|less|than|at|after|before|later|earlier|above|below|over|under|higher|lower|fewer|greater)\b/iu.test(
      said,
    )
  )
    return amongOf(said, scene)
  for (const [pattern, sign] of SIGNS) {
    const match = pattern.exec(said.replace(/^(?:be|have)\s+/iu, ''))
    if (match === null) continue
    const of = match[1] ?? ''
    const length = LENGTH.exec(of)?.[1]
    if (length !== undefined) return /^\d+$/.test(length) ? { kind: 'length', sign, length } : null
    const value = readValue(of, scene)
    if (value === null || value.kind === 'null') return null
    return compare(sign, value)
  }
  return null
}

const compare = (sign: Comparison, value: SaidValue): Condition => ({ kind: 'compare', sign, value })

/** `new, paid or shipped`; null where one of them is no value. */
export function amongOf(words: string, { text }: Pick<Scene, 'text'>): Condition | null {
  const values = readList(words).map(value => text.plain(value))
  const isValue = (value: string) => value !== '' && value.split(' ').length <= 3
  return values.length > 1 && values.every(isValue) ? { kind: 'among', values } : null
}

export function readList(words: string): string[] {
  return words
    .split(/\s*,\s*(?:and\s+|or\s+)?|\s+(?:and|or)\s+|\s*\/\s*|\s*\|\s*/iu)
    .map(value => value.trim())
    .filter(value => value !== '')
}
