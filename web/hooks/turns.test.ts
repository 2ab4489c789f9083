import { describe, expect, it } from 'vitest'
import { createTurns } from './turns.ts'

const { signal } = new AbortController()

function work() {
  const started: string[] = []
  const ends = new Map<string, (end: 'done' | 'failed') => void>()
  const begin = (name: string) => () => {
    started.push(name)
    return new Promise<string>((resolve, reject) =>
      ends.set(name, end => (end === 'done' ? resolve(name) : reject(new Error(name)))),
    )
  }
  return { started, begin, end: (name: string, how: 'done' | 'failed' = 'done') => ends.get(name)?.(how) }
}

describe('createTurns', () => {
  it('lets so many work at once, and the next when one is done', async () => {
    const { started, begin, end } = work()
    const turns = createTurns(2)
    const [first] = ['a', 'b', 'c'].map(name => turns.take(begin(name), signal))
    expect(started).toEqual(['a', 'b'])
    end('a')
    expect(await first).toBe('a')
    await expect.poll(() => started).toEqual(['a', 'b', 'c'])
  })

  it('goes on after a failure', async () => {
    const { started, begin, end } = work()
    const turns = createTurns(1)
    const first = turns.take(begin('a'), signal)
    void turns.take(begin('b'), signal)
    end('a', 'failed')
    await expect(first).rejects.toThrow('a')
    await expect.poll(() => started).toEqual(['a', 'b'])
  })

  it('passes over who has left', async () => {
    const { started, begin, end } = work()
    const turns = createTurns(1)
    void turns.take(begin('a'), signal)
    const gone = new AbortController()
    const left = turns.take(begin('b'), gone.signal)
    void turns.take(begin('c'), signal)
    gone.abort()
    end('a')
    await expect(left).rejects.toThrow()
    expect(started).toEqual(['a', 'c'])
  })
})
