import { expect, it } from 'vitest'
import { forbidVacuumFull } from './forbid-vacuum-full.ts'
import { findIn, SMALL } from './lint-input.fixture.ts'

it.each([
  ['vacuum full t', {}, ['BLOCKING']],
  ['vacuum (full, analyze) t', {}, ['BLOCKING']],
  ['cluster t using i', SMALL, ['WARNING']],
  ['vacuum (full false) t', {}, []],
  ['vacuum t', {}, []],
])('forbid-vacuum-full in "%s"', (sql, measured, expected) => {
  expect(findIn(forbidVacuumFull, sql, { measured }).map(({ severity }) => severity)).toEqual(expected)
})
