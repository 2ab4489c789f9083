import { describe, expect, it } from 'vitest'
import { refusedByMysql } from '../../../tests/fixtures/judge-mysql.ts'
import { refusedBy } from '../../../tests/fixtures/judge-postgres.ts'

describe('require-single-statement', () => {
  it.each([
    `select 1; select 2`,
    `select 1;;select 2`,
    `select 1; -- x\nselect 2`,
    ``,
    `;`,
    `-- only a comment`,
    `select 'a''; select 2'; select 3`,
    `select $a$ ; $a$; select 2`,
  ])('refuses %s', sql => {
    expect(refusedBy(sql)).toEqual(['require-single-statement'])
  })

  it.each([
    `select 1;`,
    `select 1;;`,
    `; select 1`,
    `select ';'`,
    `select 1 -- ; select 2`,
    `select 1 /* ; */`,
    `select $x$; drop table a; $x$`,
    `select ";" from (select 1 as ";") t`,
  ])('allows %s', sql => {
    expect(refusedBy(sql)).toEqual([])
  })
})

describe('require-single-statement on MySQL', () => {
  it.each([
    ``,
    `  `,
    `;`,
    `-- nothing`,
    `/* nothing */`,
    `# nothing`,
    `select 1; select 2`,
    `select 1;select 2;`,
    `commit; delete from a`,
    `select 1 --1; drop table a`,
    `select 1 # '
; delete from a # '`,
    String.raw`select '\''; delete from a; -- '`,
    String.raw`select "\\"; delete from a; -- "`,
    'select `a\\`; delete from a; -- `',
  ])('refuses %s', sql => {
    expect(refusedByMysql(sql)).toContain('require-single-statement')
  })

  it.each([
    `select 1;`,
    `select 1 ; # done`,
    `select ';', ";", \`;\` /* ; */ -- ;`,
    String.raw`select 'a\'; delete from a; -- '`,
  ])('allows %s', sql => {
    expect(refusedByMysql(sql)).toEqual([])
  })
})
