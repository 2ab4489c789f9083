import { AppError } from '../errors.ts'
import type { ApiContext } from './context.ts'

/**
 * A stream for as long as the caller may have it: when their session or token ends, or their role changes, it breaks with
 * UNAUTHENTICATED and its source is left, which ends what it works on.
 */
export function whileAllowed<Event>(
  source: AsyncIterable<Event>,
  context: ApiContext,
): AsyncIterableIterator<Event> {
  const events = source[Symbol.asyncIterator]()
  let lost = false
  let breakOff: ((error: AppError) => void) | null = null
  const letGo = holdRight(context, () => {
    lost = true
    breakOff?.(rightLost())
    void events.return?.()
  })
  const stream: AsyncIterableIterator<Event> = {
    [Symbol.asyncIterator]: () => stream,
    next: () =>
      new Promise((resolve, reject) => {
        if (lost) return reject(rightLost())
        breakOff = reject
        events.next().then(
          result => {
            if (result.done === true) letGo()
            resolve(result)
          },
          (error: unknown) => {
            letGo()
            reject(error instanceof Error ? error : new Error('The source has failed', { cause: error }))
          },
        )
      }),
    async return() {
      letGo()
      await events.return?.()
      return { done: true, value: undefined }
    },
  }
  return stream
}

/** Calls once when the caller's right has ended. A stranger has none to lose. @returns lets go */
export function holdRight({ accounts, user, credential }: ApiContext, onLost: () => void): () => void {
  return user && credential ? accounts.hold({ user, credential }, onLost) : () => undefined
}

function rightLost(): AppError {
  return new AppError('UNAUTHENTICATED', 'Your right to this has ended while it was open', {
    hints: ['Your session or token has ended, or your role has changed: sign in and start it again'],
  })
}
