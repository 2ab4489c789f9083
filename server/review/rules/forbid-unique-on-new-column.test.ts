import { expect, it } from 'vitest'
import { forbidUniqueOnNewColumn } from './forbid-unique-on-new-column.ts'
import { findIn, SMALL } from './lint-input.fixture.ts'

const measured = { cost: 'INDEX_BUILD' as const }

it.each([
  ['UNIQUE', 'alter table t add c text unique', {}, ['BLOCKING']],
  ['PRIMARY KEY', 'alter table t add c int primary key', {}, ['BLOCKING']],
  ['a small table', 'alter table t add c text unique', SMALL, ['WARNING']],
  ['a new table', 'create table t (a int); alter table t add c text unique', {}, []],
  ['a column alone', 'alter table t add c text', {}, []],
])('forbid-unique-on-new-column finds in %s what it should', (_, sql, more, expected) => {
  const found = findIn(forbidUniqueOnNewColumn, sql, { measured: { ...measured, ...more } })
  expect(found.map(({ severity }) => severity)).toEqual(expected)
})

it('keeps what else the clause and the statement say', () => {
  const sql = "alter table t drop b, add column if not exists c text default 'x' unique not null; select"
  const [found] = findIn(forbidUniqueOnNewColumn, sql.replace('; select', ''), { measured })
  expect(found?.fix).toBe(`alter table t drop b, ADD COLUMN IF NOT EXISTS c text DEFAULT 'x' not null;
CREATE UNIQUE INDEX CONCURRENTLY t_c_key ON public.t (c);
ALTER TABLE public.t ADD CONSTRAINT t_c_key UNIQUE USING INDEX t_c_key`)
})
