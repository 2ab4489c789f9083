import { AppError } from '../errors.ts'

const LONGEST_QUESTION = 4_000

/**
 * The question without control characters and outer spaces. At most 4,000 characters (UTF-16 units).
 * Throws ASK_EMPTY, ASK_TOO_LONG.
 */
export function validateQuestion(text: string): string {
  const clean = text
    .replace(/[\t\r\n]+/gu, ' ')
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
    .trim()
  if (clean === '')
    throw new AppError('ASK_EMPTY', 'The question is empty.', {
      hints: ['Ask for something that is in the database, in plain English.'],
    })
  if (clean.length > LONGEST_QUESTION)
    throw new AppError(
      'ASK_TOO_LONG',
      `The question is ${count(clean.length)} characters long; at most ${count(LONGEST_QUESTION)} are read.`,
      { hints: ['Ask for one thing at a time.'] },
    )
  return clean
}

function count(characters: number): string {
  return characters.toLocaleString('en-US')
}
