import { expect, it } from 'vitest'
import { inputOf } from './lint-input.fixture.ts'
import { warnRename } from './warn-rename.ts'

it.each([
  ['RENAMED COLUMN', 1],
  ['RENAMED TABLE', 1],
  ['CHANGED COLUMN', 0],
])('warn-rename finds %s %i times', (kind, times) => {
  const changes = [{ kind, object: 'public.t.a', before: 'public.t.a', after: 'public.t.b' }]
  expect(warnRename.check(inputOf({ changes }))).toHaveLength(times)
})
