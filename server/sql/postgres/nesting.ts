import { scanSync } from 'libpg-query'

/**
 * libpg_query writes its tree out by recursion, on the stack of the JavaScript engine. When that overflows, its
 * WebAssembly memory is left half-way: measured with 18.1.5, after some twenty overflows every further parse in the
 * process fails. So text that nests deeply is refused before the parser sees it.
 *
 * Measured overflows: sub-selects in sub-selects from 2,500 levels (25,000 characters), `1+1+1…` from 9,600 terms
 * (19,000 characters), `a[a[a[…` from 4,800 levels (14,500 characters). The limits keep well below.
 */
const SHORT_TEXT = 5_000
const MAX_DEPTH = 2_000

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
  if (sql.length <= SHORT_TEXT) return null
  const tokens = scan(sql)
  if (tokens === null) return 'a string, comment or quoted name in it is not closed'
  return nestingDepth(tokens) > MAX_DEPTH ? 'its parts are nested too deeply' : null
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
