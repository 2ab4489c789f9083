import { describe, expect, it } from 'vitest'
import { createRunOutcomes } from './run-outcomes.ts'

describe('the outcome of a run', () => {
  it('is kept by steps that are taken once', async () => {
    const taken: string[] = []
    const outcomes = createRunOutcomes()
    await outcomes.keep('r1', [
      () => Promise.resolve(void taken.push('a')),
      () => Promise.resolve(void taken.push('b')),
    ])
    await outcomes.settle()
    expect(taken).toEqual(['a', 'b'])
  })

  it('that could not be kept is told, and kept later by the steps that had failed only', async () => {
    const taken: string[] = []
    let isAway = true
    const outcomes = createRunOutcomes()
    const keeping = outcomes.keep('r1', [
      () => Promise.resolve(void taken.push('a')),
      () => (isAway ? Promise.reject(new Error('away')) : Promise.resolve(void taken.push('b'))),
    ])
    await expect(keeping).rejects.toThrow('away')
    await expect(outcomes.settle()).rejects.toThrow('away')
    isAway = false
    await outcomes.settle()
    await outcomes.settle()
    expect(taken).toEqual(['a', 'b'])
  })

  it('that is on its way is waited for', async () => {
    let arrive = () => {}
    const arriving = new Promise<void>(resolve => (arrive = resolve))
    const outcomes = createRunOutcomes()
    void outcomes.keep('r1', [() => arriving])
    let settled = false
    const settling = outcomes.settle().then(() => (settled = true))
    await Promise.resolve()
    expect(settled).toBe(false)
    arrive()
    await settling
  })
})
