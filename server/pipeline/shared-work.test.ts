import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createSharedWork } from './shared-work.ts'

const GRACE_MS = 10_000

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** Work that is ended from outside, and callers that take part in it. */
function setUp() {
  const shared = createSharedWork<string, string>({ graceMs: GRACE_MS })
  const started: {
    emit: (event: string) => void
    signal: AbortSignal
    end: (result: string) => void
    fail: (error: Error) => void
  }[] = []
  return {
    started,
    join(key: string | null) {
      const abort = new AbortController()
      const events: string[] = []
      const result = shared.join(
        key,
        { onEvent: event => events.push(event), signal: abort.signal },
        (emit, signal) => new Promise((end, fail) => started.push({ emit, signal, end, fail })),
      )
      return { events, result, leave: () => abort.abort() }
    },
  }
}

describe('work under a key', () => {
  it('is done once for all who come meanwhile, and told to all of them', async () => {
    const { started, join } = setUp()
    const [one, two] = [join('k'), join('k')]
    expect(started).toHaveLength(1)
    started[0]?.emit('half way')
    started[0]?.end('done')
    expect(await Promise.all([one.result, two.result])).toEqual(['done', 'done'])
    expect([one.events, two.events]).toEqual([['half way'], ['half way']])
  })

  it('is done anew once it is over, also after a failure', async () => {
    const { started, join } = setUp()
    const first = join('k')
    started[0]?.fail(new Error('no'))
    await expect(first.result).rejects.toThrow('no')
    const second = join('k')
    started[1]?.end('yes')
    expect(await second.result).toBe('yes')
  })

  it('of another key, or of none, is other work', () => {
    const { started, join } = setUp()
    for (const key of ['a', 'b', null, null]) join(key)
    expect(started).toHaveLength(4)
  })

  it('goes on for a while when the last one has left, and ends then', () => {
    const { started, join } = setUp()
    const [one, two] = [join('k'), join('k')]
    one.leave()
    vi.advanceTimersByTime(2 * GRACE_MS)
    expect(started[0]?.signal.aborted).toBe(false)
    two.leave()
    vi.advanceTimersByTime(GRACE_MS - 1)
    expect(started[0]?.signal.aborted).toBe(false)
    vi.advanceTimersByTime(1)
    expect(started[0]?.signal.aborted).toBe(true)
  })

  it('goes on for whoever comes back in time, and for as long again when they leave', () => {
    const { started, join } = setUp()
    join('k').leave()
    vi.advanceTimersByTime(GRACE_MS - 1)
    const back = join('k')
    vi.advanceTimersByTime(GRACE_MS)
    back.leave()
    vi.advanceTimersByTime(GRACE_MS - 1)
    expect(started).toHaveLength(1)
    expect(started[0]?.signal.aborted).toBe(false)
    vi.advanceTimersByTime(1)
    expect(started[0]?.signal.aborted).toBe(true)
  })

  it('tells those who have left nothing more', () => {
    const { started, join } = setUp()
    const [one, two] = [join('k'), join('k')]
    one.leave()
    started[0]?.emit('late')
    expect([one.events, two.events]).toEqual([[], ['late']])
  })
})

describe('work without a key', () => {
  it('ends as soon as its caller leaves', () => {
    const { started, join } = setUp()
    join(null).leave()
    expect(started[0]?.signal.aborted).toBe(true)
  })
})
