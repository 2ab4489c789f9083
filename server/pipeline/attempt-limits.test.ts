import { describe, expect, it } from 'vitest'
import { createAttemptLimits } from './attempt-limits.ts'

function limitsOf(limits: { atOnce: number; perMinute: number }) {
  let at = 0
  const recorded: string[] = []
  const attempts = createAttemptLimits('connection checks', limits, () => new Date(at))
  const attempt = (work: () => Promise<string> = () => Promise.resolve('done'), user = 'ada') =>
    attempts
      .run(user, refusal => Promise.resolve(void recorded.push(refusal.message)), work)
      .catch((error: unknown) => (error instanceof Error && 'code' in error ? error.code : error))
  return { attempt, recorded, pass: (seconds: number) => void (at += seconds * 1000) }
}

describe('attempts of one person', () => {
  it('are let in again when the first of the last minute is a minute old', async () => {
    const { attempt, pass } = limitsOf({ atOnce: 0, perMinute: 2 })
    expect(await attempt()).toBe('done')
    pass(30)
    expect(await attempt()).toBe('done')
    pass(29)
    expect(await attempt()).toBe('CONNECTION_THROTTLED')
    pass(1)
    expect(await attempt()).toBe('done')
    expect(await attempt()).toBe('CONNECTION_THROTTLED')
    expect(await attempt(undefined, 'bob')).toBe('done')
  })

  it('are told when too many are under way, until one ends, well or not', async () => {
    const { attempt } = limitsOf({ atOnce: 1, perMinute: 0 })
    let fail: (error: Error) => void = () => undefined
    const first = attempt(() => new Promise((_, reject) => (fail = reject)))
    expect(await attempt()).toBe('CONNECTION_THROTTLED')
    fail(new Error('away'))
    expect(await first).toBeInstanceOf(Error)
    expect(await attempt()).toBe('done')
  })

  it('are recorded once for a row of refusals, and once more for the next row', async () => {
    const { attempt, recorded, pass } = limitsOf({ atOnce: 0, perMinute: 1 })
    await attempt()
    for (let times = 0; times < 5; times++) await attempt()
    expect(recorded).toEqual(['1 connection checks within a minute are as many as you may have'])
    pass(60)
    await attempt()
    await attempt()
    expect(recorded).toHaveLength(2)
  })

  it('are not counted where both limits are 0', async () => {
    const { attempt } = limitsOf({ atOnce: 0, perMinute: 0 })
    const all = await Promise.all(Array.from({ length: 50 }, () => attempt()))
    expect(new Set(all)).toEqual(new Set(['done']))
  })
})
