import type { Socket } from 'node:net'

/** `WAIT` for more; give what has come to the reader (`PASS`) or to nobody (`KEEP`), and look no further. */
export type Look = 'WAIT' | 'PASS' | 'KEEP'

/**
 * Lets `look` see all bytes that have come so far, before any reader of the socket does; null when the other side has
 * hung up first. It works at the stream's own `push`: a listener for data could not keep the bytes from the driver's
 * listener, and a stream around the socket would cost every row of every result.
 */
export function lookAtFirstBytes(socket: Socket, look: (bytes: Buffer | null) => Look): void {
  const push = socket.push.bind(socket)
  let held = Buffer.alloc(0)
  socket.push = (chunk: Buffer | null) => {
    if (chunk !== null) held = Buffer.concat([held, chunk])
    const decision = look(chunk === null ? null : held)
    if (decision === 'WAIT' && chunk !== null) return true
    // Not removed: somebody may have stood there before.
    socket.push = push
    if (decision === 'PASS' && held.length > 0) push(held)
    return chunk === null ? push(null) : true
  }
}
