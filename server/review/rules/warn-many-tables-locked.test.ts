import { expect, it } from 'vitest'
import { findIn, tableOf } from './lint-input.fixture.ts'
import { warnManyTablesLocked } from './warn-many-tables-locked.ts'

const before = [...tableOf('public.t'), ...tableOf('public.u')]
const on = (...tables: string[]) => ({ locks: tables.map(table => `AccessExclusiveLock on public.${table}`) })
const two = 'alter table t add c int; alter table u add c int'

it.each([
  ['two steps', two, [on('t'), on('u')], 1],
  ['one step', 'drop table t', [on('t', 'u')], 1],
  ['one table', two, [on('t'), on('t')], 0],
  ['a new table beside one', two, [on('t'), on('fresh')], 0],
  [
    'steps with one between that stands alone',
    'alter table t add c int; vacuum t; alter table u add c int',
    [on('t'), on(), on('u')],
    0,
  ],
])('warn-many-tables-locked in %s', (_, sql, steps, count) => {
  expect(findIn(warnManyTablesLocked, sql, { before, steps })).toHaveLength(count)
})
