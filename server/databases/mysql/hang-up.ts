import type { Socket } from 'node:net'

/** At once, without waiting for what is unsent. A socket that is reset after it was asked to end is never freed (Node.js 20). */
export function hangUp(socket: Socket): void {
  if (socket.writableEnded) socket.destroy()
  else socket.resetAndDestroy()
}
