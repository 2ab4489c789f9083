import { expect, it } from 'vitest'
import { severities } from './mysql-input.fixture.ts'
import { warnUntriedRename } from './warn-untried-rename.ts'

it.each([
  ['rename table log to protocol, nobody to somebody', ['WARNING']],
  ['alter table customers rename column n to m, rename to clients', ['WARNING', 'WARNING']],
  ['alter table customers change n m int', ['WARNING']],
  ['alter table customers change n n bigint', []],
  ['alter table customers modify n bigint', []],
  ['create table t (a int); rename table t to u', []],
])(
  'of %s finds %j where nothing could try it, and leaves it to others where it was tried',
  (sql, expected) => {
    expect(severities(warnUntriedRename, sql)).toEqual(expected)
    expect(severities(warnUntriedRename, sql, { after: [] })).toEqual([])
  },
)
