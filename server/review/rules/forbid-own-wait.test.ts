import { describe, expect, it } from 'vitest'
import { forbidOwnWait } from './forbid-own-wait.ts'
import { fixed, severities } from './mysql-input.fixture.ts'

describe('forbid-own-wait', () => {
  it.each([
    ['alter table customers wait 600 add a int', ['BLOCKING']],
    ['alter table customers nowait add a int', ['BLOCKING']],
    ['create index i on customers wait 9 (n)', ['BLOCKING']],
    ['alter table customers add `wait` int', []],
  ])('of %s finds %j', (sql, expected) => {
    expect(severities(forbidOwnWait, sql)).toEqual(expected)
  })

  it('leaves it out', () => {
    expect(fixed(forbidOwnWait, 'alter table customers wait 600 add a int')).toBe(
      'alter table customers add a int',
    )
  })
})
