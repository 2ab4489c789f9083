import { describe, expect, it } from 'vitest'
import { createOpenCounts } from './open-counts.ts'
import { createSocketOperations } from './socket-operations.ts'

const socketWith = (...ids: string[]) => ({
  subscriptions: Object.fromEntries(ids.map(id => [id, null])),
})

describe('operations on sockets', () => {
  it('are as many as one socket may have', () => {
    const operations = createSocketOperations(createOpenCounts(10), 2)
    expect(operations.begin(socketWith('a', 'b'), 'b', 'ada')).toBe(true)
    expect(operations.begin(socketWith('a', 'b', 'c'), 'c', 'ada')).toBe(false)
  })

  it('are as many as one person may have on all sockets, others apart', () => {
    const counts = createOpenCounts(2)
    const operations = createSocketOperations(counts, 10)
    const [one, other] = [socketWith('a', 'b'), socketWith('a')]
    expect(operations.begin(one, 'a', 'ada')).toBe(true)
    expect(operations.begin(other, 'a', 'ada')).toBe(true)
    expect(operations.begin(one, 'b', 'ada')).toBe(false)
    expect(operations.begin(one, 'b', 'eve')).toBe(true)
    operations.end(other, 'a')
    expect(operations.begin(one, 'b', 'ada')).toBe(true)
    operations.close(one)
    expect(counts.total()).toBe(0)
  })

  it('are forgotten when they are gone without an end', () => {
    const operations = createSocketOperations(createOpenCounts(1), 10)
    const socket: { subscriptions: Record<string, null> } = socketWith('a')
    expect(operations.begin(socket, 'a', 'ada')).toBe(true)
    delete socket.subscriptions.a
    socket.subscriptions.b = null
    expect(operations.begin(socket, 'b', 'ada')).toBe(true)
    expect(operations.begin(socket, 'b', 'ada')).toBe(true)
  })
})
