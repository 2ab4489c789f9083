import { describe, expect, it } from 'vitest'
import { refusedByMysql } from '../../../tests/fixtures/judge-mysql.ts'
import { marks, refusedBy } from '../../../tests/fixtures/judge-postgres.ts'

describe('forbid-data-modification', () => {
  it.each([
    `insert into a values (1)`,
    `insert into a select 1 returning *`,
    `update a set b = 1`,
    `delete from a`,
    `delete from a using b`,
    `merge into a using b on true when matched then delete`,
    `with x as (delete from a returning *) select * from x`,
    `with x as (insert into a values (1) returning *) select 1`,
    `with x as (update a set b = 1 returning 1), y as (select 1) select * from y`,
    `with x as (merge into a using b on true when matched then delete returning 1) table x`,
    `select * from (with x as (delete from a returning *) select * from x) s`,
    `select (with x as (update a set b = 2 returning b) select max(b) from x)`,
    `with x as (with y as (delete from a returning 1) table y) table x`,
    `select 1 union (with x as (delete from a returning 1) table x)`,
    `with x as (select 1) delete from a`,
  ])('refuses %s', sql => {
    expect(refusedBy(sql)).toEqual(['forbid-data-modification'])
  })

  it.each([
    `select 'insert into a values (1)'`,
    `select "update" from a where "delete" = 1`,
    `select deleted, updated from a`,
    `with update as (select 1) select * from update`,
    `with deleted as (select 1) table deleted`,
  ])('allows %s', sql => {
    expect(refusedBy(sql)).toEqual([])
  })

  it('marks the part that changes data', () => {
    expect(marks('with x as (delete from a returning *) select * from x')).toContainEqual(
      expect.stringMatching(/^forbid-data-modification: /),
    )
  })
})

describe('forbid-data-modification on MySQL', () => {
  it.each([
    `insert into a values (1)`,
    `insert into a set b = 1 returning *`,
    `replace into a values (1)`,
    `update a set b = 1`,
    `update a, b set a.x = b.x`,
    `delete from a`,
    `delete a from a join b on a.x = b.x`,
    `with x as (select 1) update a set b = 1`,
    `with x as (select 1) delete from a`,
    `with x as (delete from a returning b) select * from x`,
    `load data infile 'x' into table a`,
    `load xml infile 'x' into table a`,
    `insert low_priority ignore into a select * from b`,
    `(delete from a)`,
  ])('refuses %s', sql => {
    expect(refusedByMysql(sql)).toContain('forbid-data-modification')
  })

  it.each([
    `select replace(a, 'x', 'y'), insert(a, 1, 1, 'x') from t`,
    `select 'delete from a', "update" from t`,
    `select \`update\`, \`delete\` from \`insert\``,
  ])('allows %s', sql => {
    expect(refusedByMysql(sql)).toEqual([])
  })
})
