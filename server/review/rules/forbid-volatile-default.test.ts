import { describe, expect, it } from 'vitest'
import { forbidVolatileDefault } from './forbid-volatile-default.ts'
import { findIn, inputFromSql, NO_STATISTICS, objectOf, SMALL, tableOf } from './lint-input.fixture.ts'

const rewrite = { measured: { cost: 'REWRITE' as const } }
const severities = (sql: string, facts = {}) =>
  findIn(forbidVolatileDefault, sql, { ...rewrite, ...facts }).map(({ severity }) => severity)
const add = 'alter table t add column c uuid default gen_random_uuid() not null'

describe('forbid-volatile-default', () => {
  it.each([
    ['a large table', add, {}, ['BLOCKING']],
    ['a table without statistics', add, { measured: { cost: 'REWRITE', ...NO_STATISTICS } }, ['BLOCKING']],
    ['a small table', add, { measured: { cost: 'REWRITE', ...SMALL } }, ['WARNING']],
    ['a change that was not tried', add, { measured: { cost: 'UNKNOWN' } }, ['BLOCKING']],
    ['a table that was seen not to be written', add, { measured: { cost: 'METADATA' } }, []],
    ['a table that the change makes', `create table t (id int); ${add}`, {}, []],
    ['a default of one value', 'alter table t add c timestamptz default now()', {}, []],
    ['a constant', 'alter table t add c int default 0', {}, []],
    ['a column without a default', 'alter table t add c int', {}, []],
  ])('finds in %s what it should', (_, sql, facts, expected) => {
    expect(severities(sql, facts)).toEqual(expected)
  })

  it('reads from the catalog how a function of the database behaves', () => {
    const made = (how: string) => ({
      before: [
        ...tableOf('public.t'),
        objectOf('FUNCTION public.f()', {
          definition: `CREATE OR REPLACE FUNCTION public.f()\n RETURNS integer\n LANGUAGE sql\n${how}AS $function$ select 1 $function$`,
        }),
      ],
    })
    expect(severities('alter table t add c int default f()', made(' STABLE\n'))).toEqual([])
    expect(severities('alter table t add c int default f()', made(''))).toEqual(['BLOCKING'])
  })

  it('writes the three steps, and fills the rows only of a small table', () => {
    const [large] = findIn(forbidVolatileDefault, `${add};`, rewrite)
    expect(large?.fix)
      .toBe(`-- The rows that are there are filled afterwards, in parts: UPDATE public.t SET c = DEFAULT WHERE c IS NULL
alter table t ADD COLUMN c uuid;
alter table t ALTER COLUMN c SET DEFAULT gen_random_uuid();`)
    const [small] = findIn(forbidVolatileDefault, add, { measured: { cost: 'REWRITE', ...SMALL } })
    expect(small?.fix).toMatch(/;\nUPDATE public\.t SET c = DEFAULT WHERE c IS NULL$/)
    expect(forbidVolatileDefault.check(inputFromSql(large?.fix ?? '', rewrite))).toEqual([])
  })
})
