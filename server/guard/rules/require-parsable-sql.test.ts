import { describe, expect, it } from 'vitest'
import { refusedBy } from '../../../tests/fixtures/judge-postgres.ts'

describe('require-parsable-sql', () => {
  it.each([
    `select from where`,
    `select 'open`,
    `select /* open`,
    `select * form a b c`,
    `drop`,
    `select 1 \0`,
  ])('refuses %s', sql => {
    expect(refusedBy(sql)).toEqual(['require-parsable-sql'])
  })

  it.each([`select 1`, `select 'é😀'`])('allows %s', sql => {
    expect(refusedBy(sql)).toEqual([])
  })
})
