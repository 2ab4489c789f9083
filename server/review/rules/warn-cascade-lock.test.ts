import { expect, it } from 'vitest'
import { severities } from './mysql-input.fixture.ts'
import { warnCascadeLock } from './warn-cascade-lock.ts'

it.each([
  ['alter table orders add a int, lock=none', '8.0.36', ['WARNING']],
  ['alter table orders add a int, lock=none', '10.11.6-MariaDB', []],
  ['alter table orders add a int', '8.0.36', []],
  ['alter table orders add a int, lock=shared', '8.0.36', []],
  ['alter table log add b int, lock=none', '8.0.36', []],
])('of %s on %s finds %j', (sql, version, expected) => {
  expect(severities(warnCascadeLock, sql, { version })).toEqual(expected)
})
