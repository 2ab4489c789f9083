import { expect, it } from 'vitest'
import { forbidUnaskedDrop } from './forbid-unasked-drop.ts'
import { inputOf } from './lint-input.fixture.ts'

const changes = [{ kind: 'REMOVED COLUMN', object: 'public.t.a', before: 'a integer', after: null }]

it.each([
  ['rename column a of t to b', 1],
  ['drop column a of t', 0],
  ['Remove a from t', 0],
  [null, 0],
])('forbid-unasked-drop after "%s"', (request, times) => {
  expect(forbidUnaskedDrop.check(inputOf({ request, changes }))).toHaveLength(times)
})
