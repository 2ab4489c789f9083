import { expect, it } from 'vitest'
import { forbidTruncate } from './forbid-truncate.ts'
import { inputOf } from './lint-input.fixture.ts'

it('finds a statement that empties a table, and no other', () => {
  const input = inputOf({ sql: 'truncate orders' })
  const emptied = { ...input, statements: input.statements.map(one => ({ ...one, command: 'TRUNCATE' })) }
  expect(forbidTruncate.check(emptied)).toMatchObject([{ severity: 'BLOCKING', start: 0 }])
  expect(forbidTruncate.check(input)).toEqual([])
})
