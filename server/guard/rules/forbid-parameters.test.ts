import { describe, expect, it } from 'vitest'
import { refusedByMysql } from '../../../tests/fixtures/judge-mysql.ts'
import { refusedBy } from '../../../tests/fixtures/judge-postgres.ts'

describe('forbid-parameters', () => {
  it.each([
    `select $1`,
    `select * from a where b = $2`,
    `select 1 limit $1`,
    `select $1::int`,
    `select lower($1)`,
  ])('refuses %s', sql => {
    expect(refusedBy(sql)).toEqual(['forbid-parameters'])
  })

  it.each([`select '$1'`, `select 1 -- $1`, `select $a$ $1 $a$`, `select a$1 from t`])('allows %s', sql => {
    expect(refusedBy(sql)).toEqual([])
  })
})

describe('forbid-parameters on MySQL', () => {
  it.each([`select ?`, `select * from t where a = ? limit ?`, `select f from t where a in (?)`])(
    'refuses %s',
    sql => {
      expect(refusedByMysql(sql)).toContain('forbid-parameters')
    },
  )

  it.each([`select '?' from t -- ?`, `select "?", \`?\` from t`])('allows %s', sql => {
    expect(refusedByMysql(sql)).toEqual([])
  })
})
