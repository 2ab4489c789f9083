import type { ColumnValues } from '../domain.ts'

const MAX_MENTIONS = 20
/** Shorter values ("A", "5") are in any question by chance. */
const MIN_VALUE_LENGTH = 2

export interface MentionedValue {
  schema: string
  table: string
  column: string
  /** As the database spells it. */
  value: string
}

/** Values of columns that the question speaks of as whole words, whatever the case, the longest first. */
export function mentionedValues(
  question: string,
  values: readonly ColumnValues[],
): readonly MentionedValue[] {
  const lowered = question.toLowerCase()
  return values
    .flatMap(({ schema, table, column, values: known }) =>
      known
        .filter(
          value => value.trim().length >= MIN_VALUE_LENGTH && holdsWords(lowered, value.trim().toLowerCase()),
        )
        .map(value => ({ schema, table, column, value })),
    )
    .sort((a, b) => b.value.length - a.value.length)
    .slice(0, MAX_MENTIONS)
}

function holdsWords(text: string, words: string): boolean {
  for (let at = text.indexOf(words); at !== -1; at = text.indexOf(words, at + 1))
    if (!isWordPart(text[at - 1]) && !isWordPart(text[at + words.length])) return true
  return false
}

function isWordPart(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}_]/u.test(character)
}
