import { expect, it } from 'vitest'
import { forbidSessionSetting } from './forbid-session-setting.ts'
import { inputOf } from './lint-input.fixture.ts'

it.each([
  ['SESSION', 1],
  ['STRUCTURE', 0],
] as const)('forbid-session-setting finds %s %i times', (kind, times) => {
  expect(forbidSessionSetting.check(inputOf({ kind, sql: "SET lock_timeout = '1h'" }))).toHaveLength(times)
})
