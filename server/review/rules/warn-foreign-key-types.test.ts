import { expect, it } from 'vitest'
import { findIn, tableOf } from './lint-input.fixture.ts'
import { warnForeignKeyTypes } from './warn-foreign-key-types.ts'

const before = [
  ...tableOf('public.t', { a: 'integer', b: 'bigint' }),
  ...tableOf('public.u', { id: 'bigint' }),
]

it.each([
  ['alter table t add foreign key (a) references u (id)', 1],
  ['alter table t add foreign key (b) references u (id)', 0],
  ['alter table t add foreign key (a) references elsewhere (id)', 0],
  ['alter table t add check (a > 0)', 0],
])('warn-foreign-key-types in "%s"', (sql, count) => {
  expect(findIn(warnForeignKeyTypes, sql, { before })).toHaveLength(count)
})
