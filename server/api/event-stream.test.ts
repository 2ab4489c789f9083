import { describe, expect, it } from 'vitest'
import type { Waiting } from '../pipeline/shared-work.ts'
import { streamEvents } from './event-stream.ts'

/** A stream whose work is told from outside what to do. */
function setUp() {
  let caller: Waiting<string> | null = null
  let end = () => {}
  let fail: (error: Error) => void = () => {}
  const stream = streamEvents<string>(given => {
    caller = given
    return new Promise<void>((resolve, reject) => {
      end = resolve
      fail = reject
    })
  })
  const working = caller as Waiting<string> | null
  if (!working) throw new Error('the work has not begun')
  return {
    stream,
    emit: working.onEvent,
    signal: working.signal,
    end: () => end(),
    fail: (error: Error) => fail(error),
  }
}

const done = { done: true, value: undefined }

describe('a stream of events', () => {
  it('begins its work at once and loses nothing of what comes before the reader', async () => {
    const { stream, emit, end } = setUp()
    emit('a')
    emit('b')
    end()
    const seen: string[] = []
    for await (const event of stream) seen.push(event)
    expect(seen).toEqual(['a', 'b'])
  })

  it('gives each event to a reader that waits', async () => {
    const { stream, emit, end } = setUp()
    const first = stream.next()
    emit('a')
    expect(await first).toEqual({ done: false, value: 'a' })
    const second = stream.next()
    end()
    expect(await second).toEqual(done)
    expect(await stream.next()).toEqual(done)
  })

  it('tells a failure after all events, once', async () => {
    const { stream, emit, fail } = setUp()
    emit('a')
    fail(new Error('broken'))
    expect(await stream.next()).toEqual({ done: false, value: 'a' })
    await expect(stream.next()).rejects.toThrow('broken')
    expect(await stream.next()).toEqual(done)
  })

  it('tells the work that the reader has left, also one that waits for the first event', async () => {
    const { stream, emit, signal } = setUp()
    const waiting = stream.next()
    expect(signal.aborted).toBe(false)
    expect(await stream.return?.()).toEqual(done)
    expect(signal.aborted).toBe(true)
    expect(await waiting).toEqual(done)
    emit('late')
  })

  it('keeps a failure after the reader has left to itself', async () => {
    const { stream, fail } = setUp()
    await stream.return?.()
    fail(new Error('nobody hears this'))
    await new Promise(resolve => setImmediate(resolve))
  })

  it('fails at once where the work cannot begin', () => {
    expect(() =>
      streamEvents(() => {
        throw new Error('not signed in')
      }),
    ).toThrow('not signed in')
  })
})
