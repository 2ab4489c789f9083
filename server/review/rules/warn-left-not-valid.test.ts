import { expect, it } from 'vitest'
import { inputOf, objectOf } from './lint-input.fixture.ts'
import { warnLeftNotValid } from './warn-left-not-valid.ts'

const invalid = objectOf('CONSTRAINT public.t.c', { valid: false })

it.each([
  ['what the change leaves so', [], [invalid], 1],
  ['what was so before', [invalid], [invalid], 0],
  ['what is valid', [], [{ ...invalid, valid: true }], 0],
])('warn-left-not-valid in %s', (_, before, after, times) => {
  expect(warnLeftNotValid.check(inputOf({ before, after }))).toHaveLength(times)
})
