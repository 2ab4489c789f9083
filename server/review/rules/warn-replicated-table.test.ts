import { expect, it } from 'vitest'
import { findIn, tableOf } from './lint-input.fixture.ts'
import { warnReplicatedTable } from './warn-replicated-table.ts'

const published = { target: tableOf('public.t', {}, { published: true }) }

it.each([
  ['alter table t add c int', published, 1],
  ['drop table t', published, 1],
  ['create index on t (a)', published, 0],
  ['alter table t add c int', {}, 0],
  ['alter table t replica identity full', {}, 1],
])('warn-replicated-table in "%s"', (sql, facts, count) => {
  expect(findIn(warnReplicatedTable, sql, facts)).toHaveLength(count)
})
