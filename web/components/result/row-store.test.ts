import { describe, expect, it } from 'vitest'
import { RowStore } from './row-store.ts'

function storeWithFrames() {
  const frames: (() => void)[] = []
  const store = new RowStore(announce => frames.push(announce))
  return { store, nextFrame: () => frames.shift()?.() }
}

describe('RowStore', () => {
  it('tells its listeners once per frame, however many batches came', () => {
    const { store, nextFrame } = storeWithFrames()
    const counts: number[] = []
    store.subscribe(() => counts.push(store.count()))
    store.append(0, [[1], [2]])
    store.append(2, [[3]])
    expect(store.count()).toBe(0)
    nextFrame()
    nextFrame()
    expect(counts).toEqual([3])
  })

  it('announces again what comes after a frame', () => {
    const { store, nextFrame } = storeWithFrames()
    store.append(0, [[1]])
    nextFrame()
    store.append(1, [[2]])
    nextFrame()
    expect(store.count()).toBe(2)
  })

  it('leaves out rows that it has already', () => {
    const { store } = storeWithFrames()
    store.append(0, [[1], [2]])
    store.append(1, [[2], [3]])
    expect(store.all()).toEqual([[1], [2], [3]])
  })

  it('stops telling who has left', () => {
    const { store, nextFrame } = storeWithFrames()
    let told = 0
    const leave = store.subscribe(() => told++)
    leave()
    store.append(0, [[1]])
    nextFrame()
    expect(told).toBe(0)
  })
})
