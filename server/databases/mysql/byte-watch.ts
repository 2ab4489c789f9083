import type { Socket } from 'node:net'

/** Until it is told otherwise: a greeting, a signing in. */
const MAX_UNASKED_BYTES = 2 ** 20
const LOOK_EVERY_MS = 50

export interface ByteWatch {
  /** So much may come from now on, in place of what was left, and again after each look at which there was `progress`. */
  allow(bytes: number): void
  /** Something of so many bytes came to its end. @returns whether to take it: not when it was more than allowed. Costs nothing. */
  progress(bytes: number): boolean
  /** Nothing is asked: next to nothing may come. */
  allowNothing(): void
  /** It has hung up because more came. */
  hasHungUp(): boolean
}

/**
 * Hangs up on a server that sends more than it was allowed to: the driver keeps all that belongs to a packet or a
 * result, and any user may name a server. Looks at a count of the socket's now and then, which costs nothing per byte.
 */
export function watchBytes(socket: Socket): ByteWatch {
  let allowance = MAX_UNASKED_BYTES
  let limit = MAX_UNASKED_BYTES
  let hasProgress = false
  let hungUp = false
  const hangUp = () => {
    hungUp = true
    socket.destroy()
  }
  const timer = setInterval(() => {
    if (hasProgress) limit = socket.bytesRead + allowance
    hasProgress = false
    if (socket.bytesRead > limit) hangUp()
  }, LOOK_EVERY_MS).unref()
  socket.once('close', () => clearInterval(timer))
  const allow = (bytes: number) => {
    allowance = bytes
    hasProgress = false
    limit = socket.bytesRead + bytes
  }
  return {
    allow,
    progress(bytes) {
      // A fast server sends it whole between two looks.
      if (bytes > allowance) hangUp()
      hasProgress = !hungUp
      return !hungUp
    },
    allowNothing: () => allow(MAX_UNASKED_BYTES),
    hasHungUp: () => hungUp,
  }
}
