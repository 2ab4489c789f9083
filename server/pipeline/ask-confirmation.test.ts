import { describe, expect, it } from 'vitest'
import { askConfirmation } from './ask-confirmation.ts'

const LIMITS = { confirmRows: 1000, confirmCost: 500 }

describe('a confirmation', () => {
  it.each([
    { estimatedRows: 1000, estimatedCost: 500 },
    { estimatedRows: null, estimatedCost: null },
    { estimatedRows: 0, estimatedCost: 0 },
  ])('is not asked for with %o', estimates => {
    expect(askConfirmation(estimates, LIMITS)).toBeNull()
  })

  it.each([
    [{ estimatedRows: 40_000_000, estimatedCost: 500 }, 'About 40 million rows, which takes long'],
    [{ estimatedRows: 1, estimatedCost: 501 }, 'About 1 row, and so much work'],
    [{ estimatedRows: 1_234_567, estimatedCost: 1e9 }, 'About 1.2 million rows, and so much work'],
    [{ estimatedRows: null, estimatedCost: Infinity }, 'An unknown number of rows, and so much work'],
    [{ estimatedRows: 1e300, estimatedCost: null }, 'About 1 quadrillion rows or more, which'],
  ])('is asked for with %o in words', (estimates, words) => {
    expect(askConfirmation(estimates, LIMITS)).toContain(words)
  })

  it('is never asked for where the limit is 0', () => {
    const huge = { estimatedRows: 1e300, estimatedCost: 1e300 }
    expect(askConfirmation(huge, { confirmRows: 0, confirmCost: 0 })).toBeNull()
  })
})
