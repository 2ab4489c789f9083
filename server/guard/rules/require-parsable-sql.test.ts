import { describe, expect, it } from 'vitest'
import { refusedByMysql } from '../../../tests/fixtures/judge-mysql.ts'
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

describe('require-parsable-sql on MySQL', () => {
  it.each([
    `select * form a b c`,
    `select 1 /*!50000 into outfile 'x' */`,
    `/*!40101 delete from a */`,
    `/*M! delete from a */`,
    `/*m!100 1 */ select 1`,
    `select /*+ set_var(sql_mode = '') */ 1`,
    `select 1 /* open`,
    `select 'open`,
    `select "open`,
    `select \`open from t`,
    String.raw`select 'a\'`,
    `select @a`,
    `select @a := 1`,
    `select @\`a\`, @'a'`,
    `select @@a.b.c`,
    `select :a`,
    `select {fn sleep(1)}`,
    `select {x sleep(1)}`,
    `select * from {oj a left join b on true}`,
    `select $$sleep(1)$$`,
    `select $a$x$a$`,
    `select 1a from t`,
    `select 0xfg`,
    `select 1e`,
    `select x'4'`,
    `select /* /* */ 1 */ 2`,
    'select 1 -- a\rb',
    `select _gbk'x'`,
    `select _nonsense 'x'`,
    `select count (*) from t`,
    `select \`count\`(1)`,
    `select \`if\`(1, 2, 3)`,
    `select now () from t`,
    String.raw`select \N`,
    `select [1]`,
    `select 1\0`,
    `select 1\x01`,
    `select\u00a01`,
    `select\u200b 1`,
    `\ufeffselect 1`,
    `select 1 from \`a😀\``,
    `select \`\``,
    `select \`a \``,
    `select a.b.c.d from t`,
    `select a.b.c(1)`,
    `select 1 2`,
    `select 1 from`,
    `select from t`,
    `select (1`,
    `select 1)`,
    `select 1 where`,
    `select case 1 end`,
    `select cast(1)`,
    `select a in 1`,
    `select * from t where a not 1`,
    `select 1 from t limit`,
    `select 1 union`,
    `with select 1`,
    `with x as select 1 select 2`,
    `select max(a) over from t`,
    `select 1 from t u v`,
    `select * from a.b.c`,
    `select 'x' = 'y' ) (`,
  ])('refuses %s', sql => {
    expect(refusedByMysql(sql)).toContain('require-parsable-sql')
  })

  it.each([
    `select * from a -- 
`,
    `select 5--3`,
    `select 1 /* a * / b **/`,
    String.raw`select 'a\\', 'b'`,
  ])('allows %s', sql => {
    expect(refusedByMysql(sql)).toEqual([])
  })
})
