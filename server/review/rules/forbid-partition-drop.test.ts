import { expect, it } from 'vitest'
import { forbidPartitionDrop } from './forbid-partition-drop.ts'
import { severities } from './mysql-input.fixture.ts'

it.each([
  ['alter table log drop partition p0, p1', ['BLOCKING']],
  ['alter table log truncate partition p0', ['BLOCKING']],
  ['alter table log add partition (partition p2 values less than (9))', []],
  ['alter table log exchange partition p0 with table old', []],
  ['create table t (a int) partition by hash (a); alter table t drop partition p0', []],
])('of %s finds %j', (sql, expected) => {
  expect(severities(forbidPartitionDrop, sql)).toEqual(expected)
})
