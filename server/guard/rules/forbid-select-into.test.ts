import { describe, expect, it } from 'vitest'
import { refusedByMysql } from '../../../tests/fixtures/judge-mysql.ts'
import { refusedBy } from '../../../tests/fixtures/judge-postgres.ts'

describe('forbid-select-into', () => {
  it.each([
    `select 1 into a`,
    `select * into temp a from b`,
    `select * into unlogged a from b`,
    `select 1 as x into table s.a`,
    `with x as (select 1) select * into a from x`,
    `select 1 into a union select 2`,
  ])('refuses %s', sql => {
    expect(refusedBy(sql)).toEqual(['forbid-select-into'])
  })

  it.each([`select 'into' as "into"`, `select 1 as intro`])('allows %s', sql => {
    expect(refusedBy(sql)).toEqual([])
  })
})

describe('forbid-select-into on MySQL', () => {
  it.each([
    `select * from a into outfile '/tmp/x'`,
    `select 1 into dumpfile '/tmp/x'`,
    `select a into outfile '/tmp/x' fields terminated by ',' from t where a = 1`,
    `select a from t limit 1 into x`,
    `select 1 union select 2 into outfile 'x'`,
    `(select 1 into outfile 'x')`,
    `select * from (select 1 into outfile 'x') s`,
    `table t into outfile 'x'`,
    `select a into x, y from t for update`,
    `values (1) into outfile 'x'`,
    `with c as (select 1) select * from c into dumpfile 'x'`,
    `select 1 from t for update into outfile 'x'`,
    `select 1
into/**/outfile 'x'`,
  ])('refuses %s', sql => {
    expect(refusedByMysql(sql)).toContain('forbid-select-into')
  })

  it.each([`select 'into outfile' as \`into\``, `select 1 as outfile_`, `select "into dumpfile 'x'"`])(
    'allows %s',
    sql => {
      expect(refusedByMysql(sql)).toEqual([])
    },
  )
})
