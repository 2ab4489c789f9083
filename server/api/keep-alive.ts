import type { WebSocket } from 'ws'

const PING_MS = 12_000
/** A sound client answers within that. */
const SILENT_MS = 24_000

/**
 * Ends a socket whose other end is gone. One that has not taken yet what was sent cannot hear a ping either: it may be a
 * page that sleeps, so it has `stalledMs` more, in which a run that waits for it ends by itself and says so.
 */
export function keepAlive(socket: WebSocket, stalledMs: number): void {
  let heardAt = performance.now()
  const hear = () => (heardAt = performance.now())
  socket.on('pong', hear)
  socket.on('message', hear)
  const timer = setInterval(() => {
    const isStalled = socket.bufferedAmount > 0
    if (performance.now() - heardAt > SILENT_MS + (isStalled ? stalledMs : 0)) socket.terminate()
    else if (!isStalled) socket.ping()
  }, PING_MS)
  socket.once('close', () => clearInterval(timer))
}
