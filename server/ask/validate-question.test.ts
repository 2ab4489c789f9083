import { describe, expect, it } from 'vitest'
import { AppError } from '../errors.ts'
import { validateQuestion } from './validate-question.ts'

function codeOf(text: string): string {
  try {
    validateQuestion(text)
    return 'accepted'
  } catch (error) {
    return error instanceof AppError ? `${error.code}: ${error.message}` : 'another error'
  }
}

describe('a question', () => {
  it('loses control characters, line ends and outer spaces', () => {
    expect(validateQuestion('  show\r\nall\tcus\u0000tomers\u200B ')).toBe('show all customers')
  })

  it.each(['', '   ', '\u0000\u0007'])('is empty when it is %j', text => {
    expect(codeOf(text)).toBe('ASK_EMPTY: The question is empty.')
  })

  it('may be 4,000 characters long, and says how long it is when it is longer', () => {
    expect(codeOf('x'.repeat(4000))).toBe('accepted')
    expect(codeOf('x'.repeat(20_000))).toBe(
      'ASK_TOO_LONG: The question is 20,000 characters long; at most 4,000 are read.',
    )
  })
})
