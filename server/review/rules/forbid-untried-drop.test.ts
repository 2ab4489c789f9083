import { expect, it } from 'vitest'
import { forbidUntriedDrop } from './forbid-untried-drop.ts'
import { severities } from './mysql-input.fixture.ts'

it.each([
  ['drop table log, orders', ['BLOCKING', 'BLOCKING']],
  ['alter table customers drop column n, drop note', ['BLOCKING', 'BLOCKING']],
  ['rename table log to protocol; drop table protocol', ['BLOCKING']],
  ['create table t (a int, b int); alter table t drop b; drop table t', []],
  ['alter table customers drop index by_name', []],
  ['drop table if exists nobody', []],
])(
  'of %s finds %j where nothing could try it, and leaves it to others where it was tried',
  (sql, expected) => {
    expect(severities(forbidUntriedDrop, sql)).toEqual(expected)
    expect(severities(forbidUntriedDrop, sql, { after: [] })).toEqual([])
  },
)
