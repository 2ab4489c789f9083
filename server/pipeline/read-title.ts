import { AppError } from '../errors.ts'

const MAX_TITLE = 120

/** A title as it will be kept, in one line; null for none. INPUT_INVALID when it is too long. */
export function readTitle(given: string | null): string | null {
  const title = (given ?? '').replace(/\s+/gu, ' ').trim()
  if (title.length <= MAX_TITLE) return title === '' ? null : title
  throw new AppError('INPUT_INVALID', `A title has at most ${MAX_TITLE} characters`, {
    hints: ['Shorten it'],
    fields: [{ field: 'title', message: `At most ${MAX_TITLE} characters` }],
  })
}
