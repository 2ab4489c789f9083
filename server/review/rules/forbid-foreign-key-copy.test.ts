import { describe, expect, it } from 'vitest'
import { forbidForeignKeyCopy } from './forbid-foreign-key-copy.ts'
import { expectToGoByCost, mysqlInput, severities } from './mysql-input.fixture.ts'

const sql = 'alter table customers add constraint k foreign key (n) references orders (id)'

describe('forbid-foreign-key-copy', () => {
  it('goes by what it costs', () => {
    expectToGoByCost(forbidForeignKeyCopy, sql)
    expectToGoByCost(forbidForeignKeyCopy, 'alter table customers add o int references orders (id)')
  })

  it('says how to find rows that stop it', () => {
    const [finding] = forbidForeignKeyCopy.check(mysqlInput(sql))
    expect(finding?.hint).toContain(
      'SELECT c.n FROM customers c LEFT JOIN orders p ON p.id = c.n WHERE p.id IS NULL',
    )
  })

  it('has nothing against one of a new table', () =>
    expect(
      severities(forbidForeignKeyCopy, 'create table t (a int, foreign key (a) references orders (id))'),
    ).toEqual([]))
})
