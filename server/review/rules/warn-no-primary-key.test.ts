import { expect, it } from 'vitest'
import { inputOf, objectOf } from './lint-input.fixture.ts'
import { warnNoPrimaryKey } from './warn-no-primary-key.ts'

const table = objectOf('TABLE public.t')
const key = objectOf('CONSTRAINT public.t.t_pkey', { partOf: table.id, definition: 'PRIMARY KEY (id)' })

it.each([
  ['a new table without one', [], [table], 1],
  ['a new table with one', [], [table, key], 0],
  ['a table that was there', [table], [table], 0],
])('warn-no-primary-key in %s', (_, before, after, times) => {
  expect(warnNoPrimaryKey.check(inputOf({ before, after }))).toHaveLength(times)
})
