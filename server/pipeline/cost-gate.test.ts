import { describe, expect, it } from 'vitest'
import { refuseCost } from './cost-gate.ts'

const LIMITS = { maxCost: 1000, maxEstimatedRows: 500 }

describe('the cost gate', () => {
  it.each([
    { estimatedCost: 1000, estimatedRows: 500 },
    { estimatedCost: null, estimatedRows: null },
  ])('lets %o pass', estimates => {
    expect(refuseCost(estimates, LIMITS)).toBeNull()
  })

  it.each([
    { estimatedCost: 1001, estimatedRows: 1 },
    { estimatedCost: 1, estimatedRows: 501 },
    { estimatedCost: Infinity, estimatedRows: null },
  ])('refuses %o with words and a way out', estimates => {
    expect(refuseCost(estimates, LIMITS)).toMatchObject({
      code: 'RUN_TOO_EXPENSIVE',
      severity: 'BLOCKING',
      hint: expect.stringContaining('filter') as string,
    })
  })

  it('has no limit where the limit is 0', () => {
    const huge = { estimatedCost: 1e300, estimatedRows: 1e300 }
    expect(refuseCost(huge, { maxCost: 0, maxEstimatedRows: 0 })).toBeNull()
  })
})
