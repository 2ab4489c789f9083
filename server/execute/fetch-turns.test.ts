import { describe, expect, it, vi } from 'vitest'
import { createFetchTurns } from './fetch-turns.ts'

describe('fetch turns', () => {
  it('are given to as many as allowed, then in the order of asking', async () => {
    const turns = createFetchTurns(1)
    const order: string[] = []
    const endFirst = await turns.take()
    const second = turns.take().then(end => (order.push('second'), end))
    const third = turns.take().then(end => (order.push('third'), end))
    endFirst()
    endFirst()
    const endSecond = await second
    expect(order).toEqual(['second'])
    endSecond()
    await third
    expect(order).toEqual(['second', 'third'])
  })

  it('are one for all while a run has no row yet, and as many as allowed again when it has', async () => {
    const turns = createFetchTurns(2)
    const hasRows = turns.arrive()
    await turns.take()
    const seen: string[] = []
    const second = turns.take().then(() => seen.push('second'))
    await new Promise(resolve => setImmediate(resolve))
    expect(turns.hasNewcomers()).toBe(true)
    expect(seen).toEqual([])
    hasRows()
    hasRows()
    await second
    expect(turns.hasNewcomers()).toBe(false)
    expect(seen).toEqual(['second'])
  })

  it('are seldom while a crowd waits for its first rows', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
    try {
      let coming = 3
      const turns = createFetchTurns(2, () => coming)
      for (let arrived = 0; arrived < 2; arrived += 1) turns.arrive()
      const endFirst = await turns.take()
      const second = turns.take()
      const third = turns.take()
      endFirst()
      vi.advanceTimersByTime(99)
      expect(await Promise.race([second, Promise.resolve('not yet')])).toBe('not yet')
      vi.advanceTimersByTime(1)
      const endSecond = await second
      coming = 0
      endSecond()
      expect(await third).toBeTypeOf('function')
    } finally {
      vi.useRealTimers()
    }
  })

  it('do not wait for long for a run that waits for its database', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    try {
      const turns = createFetchTurns(2)
      turns.arrive()
      vi.advanceTimersByTime(400)
      await turns.take()
      const next = turns.take()
      vi.advanceTimersByTime(100)
      expect(await next).toBeTypeOf('function')
    } finally {
      vi.useRealTimers()
    }
  })

  it('pass on when a fetch only waits for its database', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    try {
      const turns = createFetchTurns(1)
      await turns.take()
      const next = turns.take()
      vi.advanceTimersByTime(50)
      expect(await next).toBeTypeOf('function')
    } finally {
      vi.useRealTimers()
    }
  })
})
