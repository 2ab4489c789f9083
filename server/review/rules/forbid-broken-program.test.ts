import { describe, expect, it } from 'vitest'
import { objectOf } from './lint-input.fixture.ts'
import { forbidBrokenProgram } from './forbid-broken-program.ts'
import { severities } from './mysql-input.fixture.ts'

const trigger = objectOf('TRIGGER t', {
  partOf: 'TABLE customers',
  needs: ['TABLE customers', 'TABLE log'],
  definition:
    "TRIGGER t BEFORE INSERT ON customers FOR EACH ROW insert into log (a) values (new.n) -- 'born'",
})
const routine = objectOf('FUNCTION procedure `p`', {
  needs: ['TABLE customers'],
  definition: "CREATE PROCEDURE `p`() delete from `customers` where `email` = 'note'",
})
const others = [trigger, routine]

describe('forbid-broken-program', () => {
  it.each([
    ['alter table customers drop column n', ['BLOCKING']],
    ['alter table customers change n m int', ['BLOCKING']],
    ['alter table customers rename column EMAIL to mail', ['BLOCKING']],
    ['alter table customers drop column note', []],
    ['alter table customers drop column price', []],
    ['alter table customers modify n bigint', []],
    ['drop table log', ['BLOCKING']],
    ['rename table customers to clients', ['BLOCKING']],
    ['alter table log rename to protocol', ['BLOCKING']],
  ])('of %s finds %j', (sql, expected) => {
    expect(severities(forbidBrokenProgram, sql, { others })).toEqual(expected)
  })

  it('has nothing against one that the change makes anew or drops', () => {
    const sql = 'alter table customers drop column n'
    const anew = [{ ...trigger, definition: 'TRIGGER t … set new.id = 1' }, routine]
    expect(severities(forbidBrokenProgram, sql, { others, after: anew })).toEqual([])
    expect(severities(forbidBrokenProgram, sql, { others, after: [routine] })).toEqual([])
    expect(severities(forbidBrokenProgram, sql, { others, after: others })).toEqual(['BLOCKING'])
  })
})
