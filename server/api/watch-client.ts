import type { Response } from 'express'

/**
 * Resolves when the client has taken what was written, to false when it is gone; cuts off one that takes too long. To be
 * asked for before the first write: compression passes listeners on to its own stream then, and never removes them.
 */
export function watchClient(response: Response, patienceMs: number): () => Promise<boolean> {
  let wake: () => void = () => undefined
  response.on('drain', () => wake()).on('close', () => wake())
  return () =>
    new Promise(resolve => {
      const tooLong = setTimeout(() => response.destroy(), patienceMs)
      wake = () => {
        clearTimeout(tooLong)
        resolve(!response.destroyed)
      }
      if (response.destroyed) wake()
    })
}
