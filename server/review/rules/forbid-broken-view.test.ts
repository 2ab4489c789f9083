import { expect, it } from 'vitest'
import { forbidBrokenView } from './forbid-broken-view.ts'
import { inputOf, objectOf } from './lint-input.fixture.ts'

const whole = objectOf('VIEW cheap')
const broken = { ...whole, valid: false }

it.each([
  ['a view that the change breaks', [whole], [broken], 1],
  ['a view that was broken before', [broken], [broken], 0],
  ['a view that stays whole', [whole], [whole], 0],
])('finds in %s what it should', (_, before, after, count) => {
  expect(forbidBrokenView.check(inputOf({ before, after }))).toHaveLength(count)
})
