/**
 * How texts are searched by words: the same way for English, for SQL and for names like `order_details`, which
 * PostgreSQL's own readers of text take for host names and drop common words of.
 */

/** Of a longer word its beginning counts. A lexeme may have 2,046 bytes. */
const MAX_WORD = 60
/** Of a longer text the beginning is found. */
const MAX_WORDS = 3000

/** Every word once, in lower case: letters and digits; all else separates. */
export function searchWords(...texts: readonly (string | null)[]): string[] {
  const words = texts.flatMap(
    text =>
      text
        ?.normalize('NFKC')
        .toLowerCase()
        .match(/[\p{L}\p{M}\p{N}]+/gu) ?? [],
  )
  return [...new Set(words.map(word => [...word].slice(0, MAX_WORD).join('')))].slice(0, MAX_WORDS)
}

/** A tsquery for texts that have all these words, or words that begin like them; null where there are none. */
export function wordQuery(typed: string): string | null {
  const words = searchWords(typed)
  return words.length === 0 ? null : words.map(word => `'${word}':*`).join(' & ')
}
