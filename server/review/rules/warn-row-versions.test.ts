import { expect, it } from 'vitest'
import { severities } from './mysql-input.fixture.ts'
import { warnRowVersions } from './warn-row-versions.ts'

const sizes = (rowVersions: number | null) => [{ id: 'TABLE customers', rows: 5, bytes: 5, rowVersions }]

it.each([
  ['alter table customers add a int', 60, '8.0.36', ['WARNING']],
  ['alter table customers drop column n', 64, '8.4.0', ['WARNING']],
  ['alter table customers add a int', 5, '8.0.36', []],
  ['alter table customers add a int', null, '8.0.36', []],
  ['alter table customers add a int', 60, '8.0.28', []],
  ['alter table customers add a int', 60, '10.11.6-MariaDB', []],
  ['alter table customers add index (n)', 60, '8.0.36', []],
])('of %s after %s versions on %s finds what it should', (sql, versions, version, expected) => {
  expect(severities(warnRowVersions, sql, { version, sizes: sizes(versions) })).toEqual(expected)
})
