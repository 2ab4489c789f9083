import { describe, expect, it } from 'vitest'
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
