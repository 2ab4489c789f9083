/** While the server runs: how far the audit goes is said in the log, and what is older than it has to be is cut off. */
import type { Logger } from 'pino'
import type { AuditKeeper } from './audit/audit-keeper.ts'
import { storeFailure } from './store/store-failure.ts'

const DAY_MS = 86_400_000

export interface KeepAuditOptions {
  keeper: Pick<AuditKeeper, 'checkpoint' | 'cutOld'>
  log: Pick<Logger, 'info' | 'error'>
  checkpointMs: number
}

/**
 * The lines are for whoever keeps the log somewhere else: an end that is cut off, or a chain written anew, no longer ends
 * in what they say. See docs/audit.md. @returns writes the last line
 */
export async function startKeepingAudit({
  keeper,
  log,
  checkpointMs,
}: KeepAuditOptions): Promise<() => Promise<void>> {
  async function checkpoint(): Promise<void> {
    const { head, broken } = await keeper.checkpoint()
    if (broken !== null) log.error({ audit: broken }, 'the audit chain is broken')
    else if (head !== null)
      log.info({ audit: { sequence: head.sequence, hash: head.hash } }, 'audit checkpoint')
  }
  async function cutOld(): Promise<void> {
    const removed = await keeper.cutOld()
    if (removed > 0) log.info({ audit: { removed } }, 'old audit events were cut off')
  }
  const attempt = (work: () => Promise<void>) =>
    work().catch((error: unknown) =>
      log.error({ code: storeFailure(error)?.code ?? 'INTERNAL' }, 'keeping the audit failed'),
    )

  await attempt(checkpoint)
  void attempt(cutOld)
  const timers = [
    setInterval(() => void attempt(checkpoint), checkpointMs),
    setInterval(() => void attempt(cutOld), DAY_MS),
  ]
  return async () => {
    timers.forEach(clearInterval)
    await attempt(checkpoint)
  }
}
