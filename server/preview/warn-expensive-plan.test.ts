import { expect, it } from 'vitest'
import { previewOf } from '../../tests/fixtures/preview-of.ts'

it.each([
  [999, 1000, false],
  [1000, 1000, true],
  [1e12, 0, false],
  [null, 1000, false],
])('of cost %s with a threshold of %i warns: %s', (cost, warnCost, expected) => {
  const { warnings } = previewOf('select 1', {
    plan: { rows: 1, cost, tables: [] },
    limits: { warnRows: 0, warnCost },
  })
  expect(warnings.some(({ code }) => code === 'warn-expensive-plan')).toBe(expected)
})
