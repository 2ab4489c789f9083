import { expect, it } from 'vitest'
import { findIn } from './lint-input.fixture.ts'
import { warnViewOfAllColumns } from './warn-view-of-all-columns.ts'

it.each([
  ['create view v as select * from t', 1],
  ['create view v as select t.*, 1 as one from t', 1],
  ['create view v as select a from t', 0],
  ['create view v as select count(*) from t', 0],
])('warn-view-of-all-columns in "%s"', (sql, count) => {
  expect(findIn(warnViewOfAllColumns, sql)).toHaveLength(count)
})
