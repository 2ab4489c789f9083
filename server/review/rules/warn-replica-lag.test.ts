import { expect, it } from 'vitest'
import { COPY, INSTANT, NOCOPY, REBUILD, severities, SMALL, UNTRIED } from './mysql-input.fixture.ts'
import { warnReplicaLag } from './warn-replica-lag.ts'

it.each([
  ['a copy', COPY, { log_bin: 'ON' }, ['WARNING']],
  ['a rebuild', REBUILD, { log_bin: '1' }, ['WARNING']],
  ['an index', NOCOPY, { wsrep_on: 'ON' }, ['WARNING']],
  ['a copy that nobody follows', COPY, { log_bin: 'OFF' }, []],
  ['a copy of a small table', { ...COPY, ...SMALL }, { log_bin: 'ON' }, []],
  ['what is done at once', INSTANT, { log_bin: 'ON' }, []],
  ['what was not tried', UNTRIED, { log_bin: 'ON' }, []],
])('finds in %s what it should', (_, step, settings, expected) => {
  expect(severities(warnReplicaLag, 'alter table customers modify n bigint', { step, settings })).toEqual(
    expected,
  )
})
