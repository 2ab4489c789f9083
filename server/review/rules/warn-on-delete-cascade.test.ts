import { expect, it } from 'vitest'
import { inputOf, objectOf } from './lint-input.fixture.ts'
import { warnOnDeleteCascade } from './warn-on-delete-cascade.ts'

const key = (more: string) =>
  objectOf('CONSTRAINT t.k', { definition: `FOREIGN KEY (a) REFERENCES customers (id)${more}` })

it.each([
  ['a new key', [], [key(' ON DELETE CASCADE')], 1],
  ['a key that becomes so', [key('')], [key(' ON DELETE CASCADE')], 1],
  ['a key that was so', [key(' ON DELETE CASCADE')], [key(' ON DELETE CASCADE')], 0],
  ['a key that refuses', [], [key(' ON DELETE RESTRICT')], 0],
])('finds in %s what it should', (_, before, after, count) => {
  expect(warnOnDeleteCascade.check(inputOf({ before, after }))).toHaveLength(count)
})
