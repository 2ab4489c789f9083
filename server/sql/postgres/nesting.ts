import { scanSync } from 'libpg-query'

/**
 * libpg_query writes its tree out by recursion, on the stack of the JavaScript engine. When that overflows, its
 * WebAssembly memory is left half-way: measured with 18.1.5, after some twenty overflows every further parse in the
 * process fails. So text that nests deeply is refused before the parser sees it.
 *
 * Measured overflows: sub-selects in sub-selects from 2,500 levels, each of two words and signs, `a[a[a[…` from 4,000
 * of two, `1+1+1…` from 8,000 of two, `+-+-1` from 8,000 of one. The limits keep well below.
 */
const FEW_TOKENS = 3_000
const MAX_DEPTH = 2_000
/** The scanner takes 3 µs a token, so of so many it is first given a beginning: depth is never less further on. */
const MANY_TOKENS = 20_000
const BEGINNING = 10_000

/** Words after which a new item of a flat list begins, so that depth does not add up across them. */
const FLAT = new Set([',', ';', 'and', 'or', 'when'])
/** Chains of these nest to the left, with commas between their parts or not. */
const CHAINING = new Set(['union', 'intersect', 'except', 'join'])
const OPENING = new Set(['(', '[', 'case'])
const CLOSING = new Set([')', ']', 'end'])
const WORDS_WITHOUT_DEPTH = new Set([
  'IDENT',
  'UIDENT',
  'SCONST',
  'USCONST',
  'BCONST',
  'XCONST',
  'ICONST',
  'FCONST',
  'PARAM',
  'SQL_COMMENT',
  'C_COMMENT',
])

/** What is wrong with the nesting of the text in words, or null. */
export function nestingProblem(sql: string): string | null {
  const { tokens, brackets } = outline(sql)
  if (brackets > MAX_DEPTH) return TOO_DEEP
  if (tokens <= FEW_TOKENS) return null
  if (tokens > MANY_TOKENS && beginsTooDeep(sql)) return TOO_DEEP
  const scanned = scan(sql)
  if (scanned === null) return 'a string, comment or quoted name in it is not closed'
  return nestingDepth(scanned) > MAX_DEPTH ? TOO_DEEP : null
}

const TOO_DEEP = 'its parts are nested too deeply'

/** Without the last token, which may be a part of one. A string or comment that is cut through is no answer. */
function beginsTooDeep(sql: string): boolean {
  const scanned = scan(sql.slice(0, BEGINNING))
  return scanned !== null && nestingDepth(scanned.slice(0, -1)) > MAX_DEPTH
}

/**
 * A look at each character, which takes a hundredth of the scanner's time: at most how many tokens there are, and how
 * many brackets are open at once. What stands in strings and comments counts too.
 */
function outline(sql: string): { tokens: number; brackets: number } {
  let tokens = 0
  let open = 0
  let brackets = 0
  let inWord = false
  for (let at = 0; at < sql.length; at++) {
    const code = sql.charCodeAt(at)
    const wordly = isOfWord(code)
    if (wordly ? !inWord : code > 0x20) tokens++
    inWord = wordly
    if (code === 0x28 || code === 0x5b) brackets = Math.max(brackets, ++open)
    else if (code === 0x29 || code === 0x5d) open--
  }
  return { tokens, brackets }
}

/** Letters, digits, `_`, and everything that is not ASCII. */
function isOfWord(code: number): boolean {
  if (code >= 0x30 && code <= 0x39) return true
  return (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a) || code === 0x5f || code >= 0x80
}

/** An upper bound of the tree's depth: brackets that are open plus everything since the last comma at each level. */
function nestingDepth(tokens: readonly Token[]): number {
  const levels = [0]
  let chained = 0
  let sum = 0
  let deepest = 0
  const add = (amount: number): void => {
    levels[levels.length - 1] = (levels.at(-1) ?? 0) + amount
    sum += amount
  }
  for (const token of tokens) {
    const word = token.text.toLowerCase()
    if (FLAT.has(word)) add(-(levels.at(-1) ?? 0))
    else if (CHAINING.has(word)) chained++
    else if (CLOSING.has(word)) {
      if (levels.length > 1) sum -= levels.pop() ?? 0
      // What follows a bracket (`x[1][2]`, `f(x)::int`) nests around it.
      add(1)
    } else if (!WORDS_WITHOUT_DEPTH.has(token.tokenName)) {
      add(1)
      if (OPENING.has(word)) levels.push(0)
    }
    deepest = Math.max(deepest, sum + chained)
  }
  return deepest
}

interface Token {
  text: string
  tokenName: string
}

function scan(sql: string): readonly Token[] | null {
  try {
    return scanSync(sql).tokens
  } catch {
    return null
  }
}
