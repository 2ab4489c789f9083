import type { QuestionWord } from '../domain.ts'

/**
 * Orders about how the SQL is to be written, which say nothing about what is wanted: which tables to join, how texts are to
 * be compared (as the house always does), that a period is to hold the day that it always holds.
 */
const ORDERS = [
  /,?\s*\b(?:based on|by|using)\s+(?:doing\s+)?(?:an?\s+)?(?:(?:left|right|inner|outer|full)\s+)*join(?:ing)?\b[^.?!;]*/giu,
  /\bmatch\s+(?:all\s+)?(?:the\s+)?[\w ]{1,30}\s+(?:exactly|case[- ]insensitively)(?=\s*(?:[.?!;]|$))/giu,
  /\((?:both\s+)?inclusive\)|[,(]?\s*\binclusive\s+of\s+(?:today(?:['’]s\s+date)?|(?:the\s+)?\d+\s+\w+\s+ago)\b\)?/giu,
]

/** The words that are not part of such an order. */
export function withoutWritingOrders(text: string, words: readonly QuestionWord[]): readonly QuestionWord[] {
  const spans = ORDERS.flatMap(pattern =>
    [...text.matchAll(pattern)].map(({ index, 0: said }) => ({ start: index, end: index + said.length })),
  )
  if (spans.length === 0) return words
  return words.filter(word => !spans.some(({ start, end }) => start <= word.start && word.end <= end))
}
