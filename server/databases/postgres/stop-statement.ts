import { pause } from '../pause.ts'

const CANCEL_AGAIN_AFTER_MS = 400
/** PL/pgSQL can catch a cancel, and go on; the end of its session it cannot. */
const CANCEL_FOR_MS = 2000

/** The ways to reach the server's process of a session from another one. */
export interface BackendControl {
  cancelBackend: (processId: number) => Promise<void>
  terminateBackend: (processId: number) => Promise<void>
}

export interface BusySession {
  processId(): number
  isOpen(): boolean
}

/**
 * Ends what a session is busy with; resolves when that has settled. The request to cancel and the statement travel on
 * different connections, so it is sent until one has hit, and at last the whole process of the server is ended.
 * @param cancel the driver's own way, which is the quickest
 */
export async function stopStatement(
  { cancelBackend, terminateBackend }: BackendControl,
  session: BusySession,
  inFlight: Promise<unknown>,
  cancel: () => void,
): Promise<void> {
  let settled = false
  const settling = inFlight.then(
    () => (settled = true),
    () => (settled = true),
  )
  const startedAt = performance.now()
  cancel()
  await Promise.race([settling, pause(CANCEL_AGAIN_AFTER_MS)])
  while (!settled && session.isOpen()) {
    const end = performance.now() - startedAt < CANCEL_FOR_MS ? cancelBackend : terminateBackend
    await Promise.race([settling, end(session.processId()).catch(() => undefined)])
    await Promise.race([settling, pause(CANCEL_AGAIN_AFTER_MS)])
  }
}
