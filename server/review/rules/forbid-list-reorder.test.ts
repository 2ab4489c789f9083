import { describe, expect, it } from 'vitest'
import { forbidListReorder } from './forbid-list-reorder.ts'
import { expectToGoByCost, fixed, severities } from './mysql-input.fixture.ts'

const check = (definition: string) =>
  severities(forbidListReorder, `alter table customers modify ${definition}`)

describe('forbid-list-reorder', () => {
  it('goes by what it costs', () =>
    expectToGoByCost(forbidListReorder, "alter table customers modify mood enum('bad','good')"))

  it.each([
    ["mood enum('good','bad','mixed')", []],
    ["mood enum('good','bad')", []],
    ["mood enum('mixed','good','bad')", ['BLOCKING']],
    ["mood enum('good')", ['BLOCKING']],
    ["mood enum('good','awful')", ['BLOCKING']],
    ["tags set('a','b','c','d','e','f','g','h')", []],
    ["tags set('a','b','c','d','e','f','g','h','i')", ['BLOCKING']],
  ])('of %s finds %j', (definition, expected) => {
    expect(check(definition)).toEqual(expected)
  })

  it('puts new values at the end where none goes', () => {
    expect(
      fixed(forbidListReorder, "alter table customers modify mood enum('mixed','bad','good') null"),
    ).toBe("alter table customers modify mood enum('good', 'bad', 'mixed') null")
    expect(() => fixed(forbidListReorder, "alter table customers modify mood enum('good')")).toThrow()
  })
})
