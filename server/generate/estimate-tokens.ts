/**
 * How many tokens a text is to a model, rather too many than too few: every provider cuts differently, and none of their
 * tokenizers is needed to keep to a budget. A piece is at most four letters or three digits; whatever else counts by itself,
 * blanks in a row as one. Real tokenizers make a third fewer of English and SQL.
 */
export function estimateTokens(text: string): number {
  let tokens = 0
  for (const [piece] of text.matchAll(PIECE)) if (piece !== ' ') tokens += 1
  return tokens
}

const PIECE = /[A-Za-z]{1,4}|\d{1,3}|\s+|[^A-Za-z\d\s]/gu
