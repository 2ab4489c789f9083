import { expect, it } from 'vitest'
import { findIn, SMALL } from './lint-input.fixture.ts'
import { warnDropIndexWithoutConcurrently } from './warn-drop-index-without-concurrently.ts'

it.each([
  ['drop index if exists i;', {}, 'WARNING', 'drop index CONCURRENTLY if exists i;'],
  ['drop index i', SMALL, 'INFO', 'drop index CONCURRENTLY i'],
  ['drop index i, j', {}, 'WARNING', undefined],
])('warn-drop-index-without-concurrently finds "%s"', (sql, measured, severity, fix) => {
  const [found] = findIn(warnDropIndexWithoutConcurrently, sql, { measured })
  expect([found?.severity, found?.fix]).toEqual([severity, fix])
})

it.each(['drop index concurrently i', 'drop view i'])(
  'warn-drop-index-without-concurrently is not against "%s"',
  sql => {
    expect(findIn(warnDropIndexWithoutConcurrently, sql)).toEqual([])
  },
)
