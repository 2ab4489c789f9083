import { expect, it } from 'vitest'
import { forbidStorageRewrite } from './forbid-storage-rewrite.ts'
import { findIn, SMALL } from './lint-input.fixture.ts'

it.each([
  ['alter table t set unlogged', {}, ['BLOCKING']],
  ['alter table t set tablespace fast', SMALL, ['WARNING']],
  ['alter table t set access method columnar', {}, ['BLOCKING']],
  ['alter table t set logged', { cost: 'METADATA' as const }, []],
  ['create table t (a int); alter table t set unlogged', {}, []],
  ['alter table t set (fillfactor = 70)', {}, []],
])('forbid-storage-rewrite in "%s"', (sql, more, expected) => {
  const found = findIn(forbidStorageRewrite, sql, { measured: { cost: 'REWRITE', ...more } })
  expect(found.map(({ severity }) => severity)).toEqual(expected)
})
