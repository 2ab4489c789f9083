import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createColumnTypes } from './column-types.ts'
import { openCursor } from './cursor.ts'
import type { Session } from './driver.ts'
import { connectionLost } from '../failure.ts'
import { createSessionPool } from '../session-pool.ts'
import { readRows } from '../../../tests/fixtures/encoded-rows.ts'

/** A session whose statement never gives a row, on a connection where every cancel of the driver gets lost. */
function deafSession() {
  let failFetch: (error: Error) => void = () => undefined
  let isOpen = true
  const session: Session = {
    processId: () => 4711,
    encrypted: false,
    pooled: false,
    connectMs: 1,
    serverVersionNumber: 180_000,
    isOpen: () => isOpen,
    onClose: () => undefined,
    script: () => Promise.resolve(),
    begin: () => Promise.resolve(),
    beginAnew: () => Promise.resolve(),
    clean: () => Promise.resolve(),
    query: () => Promise.resolve([[23, 'integer', null, ',']]),
    describe: () => Promise.resolve({ columns: [{ name: 'one', typeOid: 23 }], parameterCount: 0 }),
    openRows: () => ({
      ask: () => new Promise((_, reject) => (failFetch = reject)),
      resume: () => undefined,
      cancel: () => undefined,
      close: () => Promise.resolve(),
    }),
    end() {
      isOpen = false
      failFetch(connectionLost())
      return Promise.resolve()
    },
  }
  return { session, stopStatement: () => failFetch(connectionLost()) }
}

describe('closing a cursor whose cancel got lost', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  async function openOn(session: Session, cancelBackend: (processId: number) => Promise<void>) {
    const pool = createSessionPool({
      open: () => Promise.resolve(session),
      maxSessions: 1,
      idleTimeoutMs: 1000,
      waitTimeoutMs: 1000,
    })
    const cursor = await openCursor(
      {
        pool,
        types: createColumnTypes(),
        cancelBackend,
        terminateBackend: cancelBackend,
        closeReason: () => null,
      },
      'select 1',
      {
        timeoutMs: 60_000,
      },
    )
    const reading = expect(readRows(cursor, 10)).rejects.toMatchObject({ code: 'RUN_CANCELLED' })
    return { cursor, reading }
  }

  it('cancels again by process id until it has hit, and does not use the session again', async () => {
    const { session, stopStatement } = deafSession()
    let tries = 0
    const cancelBackend = vi.fn(() => Promise.resolve(void ((tries += 1) === 2 && stopStatement())))
    const { cursor, reading } = await openOn(session, cancelBackend)
    const closing = cursor.close()
    await vi.advanceTimersByTimeAsync(2000)
    await closing
    await reading
    expect(cancelBackend.mock.calls).toEqual([[4711], [4711]])
    expect(session.isOpen()).toBe(false)
  })

  it('drops the session within five seconds when the server does not answer', async () => {
    const { session } = deafSession()
    const { cursor, reading } = await openOn(session, () => Promise.reject(connectionLost()))
    const closing = cursor.close()
    await vi.advanceTimersByTimeAsync(5000)
    await closing
    await reading
    expect(session.isOpen()).toBe(false)
  })
})
