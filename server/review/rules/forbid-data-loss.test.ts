import { expect, it } from 'vitest'
import { forbidDataLoss } from './forbid-data-loss.ts'
import { inputOf } from './lint-input.fixture.ts'

it.each([
  ['REMOVED TABLE', 1],
  ['REMOVED COLUMN', 1],
  ['REMOVED INDEX', 0],
  ['RENAMED COLUMN', 0],
])('forbid-data-loss finds %s %i times', (kind, times) => {
  const changes = [{ kind, object: 'public.t', before: 't', after: null }]
  expect(forbidDataLoss.check(inputOf({ changes }))).toHaveLength(times)
})
