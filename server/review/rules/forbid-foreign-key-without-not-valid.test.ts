import { expect, it } from 'vitest'
import { forbidForeignKeyWithoutNotValid } from './forbid-foreign-key-without-not-valid.ts'
import { findIn, SMALL, tableOf } from './lint-input.fixture.ts'

const scan = { cost: 'SCAN' as const }
const sql = 'alter table t add foreign key (a) references u (id) on delete cascade'

it.each([
  ['a foreign key', sql, {}, ['BLOCKING']],
  ['a small table', sql, SMALL, ['WARNING']],
  ['one that is not valid', `${sql} not valid`, {}, []],
  ['a new table', `create table t (a int); ${sql}`, {}, []],
])('forbid-foreign-key-without-not-valid finds in %s what it should', (_, text, more, expected) => {
  const found = findIn(forbidForeignKeyWithoutNotValid, text, { measured: { ...scan, ...more } })
  expect(found.map(({ severity }) => severity)).toEqual(expected)
})

it('validates it later, on a partitioned table only where the server can', () => {
  const fixOn = (version: number, parts = {}) =>
    findIn(forbidForeignKeyWithoutNotValid, sql, {
      ...{ version, measured: scan, before: tableOf('public.t', { a: 'integer' }, parts) },
    })[0]?.fix
  const fixed = `alter table t ADD CONSTRAINT t_a_fkey foreign key (a) references u (id) on delete cascade NOT VALID;
ALTER TABLE public.t VALIDATE CONSTRAINT t_a_fkey`
  expect(fixOn(150_000)).toBe(fixed)
  expect(fixOn(170_000, { partitionKey: 'RANGE (a)' })).toBeUndefined()
  expect(fixOn(180_000, { partitionKey: 'RANGE (a)' })).toBe(fixed)
})
