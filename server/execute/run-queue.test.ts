import { describe, expect, it } from 'vitest'
import { createRunQueue } from './run-queue.ts'

const NORTHWIND = { key: 'northwind', places: 2 }

/** So many runs on the same connection, in the order of their coming. */
function comers(count: number) {
  const queue = createRunQueue()
  return { queue, runs: Array.from({ length: count }, () => queue.take(NORTHWIND)) }
}

const positions = (runs: readonly { position: () => number | null }[]) => runs.map(run => run.position())

describe('the queue of runs', () => {
  it('lets as many work as there are places, and tells the others theirs', () => {
    expect(positions(comers(5).runs)).toEqual([null, null, 1, 2, 3])
  })

  it('moves everybody up when one is done', async () => {
    const { runs } = comers(5)
    const changes = runs.slice(2).map(run => run.change())
    runs[1]?.leave()
    await Promise.all(changes)
    expect(positions(runs.slice(2))).toEqual([null, 1, 2])
  })

  it('moves up those behind one that gives up waiting, and only those', async () => {
    const { runs } = comers(5)
    const change = runs[4]?.change()
    runs[3]?.leave()
    await change
    expect(positions([...runs.slice(0, 3), ...runs.slice(4)])).toEqual([null, null, 1, 2])
  })

  it('gives a place back once, however often it is left', () => {
    const { queue, runs } = comers(4)
    runs[0]?.leave()
    runs[0]?.leave()
    expect(positions(runs.slice(1))).toEqual([null, null, 1])
    expect(queue.take(NORTHWIND).position()).toBe(2)
  })

  it('tells of each change, also of those that came while nobody waited', async () => {
    const { runs } = comers(5)
    const last = runs[4]
    runs[0]?.leave()
    await last?.change()
    expect(last?.position()).toBe(2)
    runs[1]?.leave()
    await last?.change()
    expect(last?.position()).toBe(1)
  })

  it('keeps connections apart', () => {
    const { queue } = comers(4)
    expect(queue.take({ key: 'pagila', places: 1 }).position()).toBeNull()
    expect(queue.take({ key: 'pagila', places: 1 }).position()).toBe(1)
  })

  it('is empty again when all have left', () => {
    const { queue, runs } = comers(5)
    for (const run of runs) run.leave()
    expect(positions([queue.take(NORTHWIND), queue.take(NORTHWIND), queue.take(NORTHWIND)])).toEqual([
      null,
      null,
      1,
    ])
  })
})
