import { isPlainName, isSign } from './simple-operand.ts'
import { SECOND_READER_WORDS } from './second-reader-words.ts'
import { isOfStandIn } from './stand-ins.ts'
import type { Token } from './token.ts'

/** Begins a name that stands for another one. No text that is read holds it, and the second reader takes it for a letter. */
const MARK = '\u0080'
const NUMBERED = /\u0080(\d+)/g

export interface NumberedNames {
  tokens: readonly Token[]
  /** What the names in the tokens stand for, by their numbers. */
  names: readonly string[]
}

/**
 * Tokens in which names have numbers, in the order in which they first stand there: what the second reader says of
 * queries that differ in names only is the same, and is asked once. Equal names get the same number, others another
 * one, bare names stay bare. Words that are more than a name to it, what calls something, and all names that are
 * written so anywhere in the tokens stay as they are.
 */
export function numberNames(tokens: readonly Token[]): NumberedNames {
  const fixed = new Set<string>()
  let calls = false
  for (let at = tokens.length - 1; at >= 0; at--) {
    const token = tokens[at] as Token
    const next = tokens[at + 1]
    // Also the parts of a name before the one that calls.
    calls =
      next?.text === '(' ||
      next?.kind === 'STRING' ||
      (calls && isSign(next, '.')) ||
      (calls && isSign(token, '.'))
    if (isNamed(token) && (calls || !isNothingButName(token))) fixed.add(token.text)
  }
  const numbers = new Map<string, number>()
  const numbered = tokens.map(token => {
    if (!isNamed(token) || fixed.has(token.text)) return token
    const number = numbers.get(token.text) ?? numbers.size
    numbers.set(token.text, number)
    const text = `${MARK}${number}`
    return token.kind === 'WORD'
      ? { ...token, text, word: text, made: true as const }
      : { ...token, text: `\`${text}\``, made: true as const }
  })
  return { tokens: numbered, names: [...numbers.keys()] }
}

/** The name, or the names with dots between them, that this one stands for. */
export function nameBehind(shown: string, names: readonly string[]): string {
  if (!shown.includes(MARK)) return shown
  return shown.replace(NUMBERED, (_, number: string) => names[Number(number)] ?? '')
}

function isNamed({ kind, made }: Token): boolean {
  return made !== true && (kind === 'WORD' || kind === 'QUOTED')
}

function isNothingButName(token: Token): boolean {
  return isPlainName(token) && !SECOND_READER_WORDS.has(token.word) && !isOfStandIn(token.word)
}
