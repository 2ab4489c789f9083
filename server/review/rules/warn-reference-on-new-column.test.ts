import { expect, it } from 'vitest'
import { findIn, SMALL } from './lint-input.fixture.ts'
import { warnReferenceOnNewColumn } from './warn-reference-on-new-column.ts'

const measured = { cost: 'METADATA' as const }
const sql = 'alter table t add c int references u'

it.each([
  ['a large table', sql, {}, ['WARNING']],
  ['a small table', sql, SMALL, ['INFO']],
  ['a new table', `create table t (a int); ${sql}`, {}, []],
  ['a column alone', 'alter table t add c int', {}, []],
])('warn-reference-on-new-column finds in %s what it should', (_, text, more, expected) => {
  const found = findIn(warnReferenceOnNewColumn, text, { measured: { ...measured, ...more } })
  expect(found.map(({ severity }) => severity)).toEqual(expected)
})

it('takes the constraint out of the column', () => {
  const [found] = findIn(warnReferenceOnNewColumn, `${sql} not null default 1`, { measured })
  expect(found?.fix?.split('\n')).toEqual([
    'alter table t ADD COLUMN c int DEFAULT 1 not null;',
    'ALTER TABLE public.t ADD CONSTRAINT t_c_fkey FOREIGN KEY (c) references u NOT VALID;',
    'ALTER TABLE public.t VALIDATE CONSTRAINT t_c_fkey',
  ])
  expect(findIn(warnReferenceOnNewColumn, found?.fix ?? '', { measured })).toEqual([])
})
