import { expect, it } from 'vitest'
import { forbidRowSecurityWithoutPolicy } from './forbid-row-security-without-policy.ts'
import { inputOf, objectOf } from './lint-input.fixture.ts'

const open = objectOf('TABLE t')
const secured = objectOf('TABLE t', { parts: { secured: true } })
const policy = objectOf('POLICY t.p', { partOf: 'TABLE t' })

it.each([
  ['a table without a policy', [open], [secured], 1],
  ['a table with one', [open], [secured, policy], 0],
  ['a table that was so before', [secured], [secured], 0],
  ['a table without row security', [open], [open], 0],
])('finds in %s what it should', (_, before, after, count) => {
  expect(forbidRowSecurityWithoutPolicy.check(inputOf({ before, after }))).toHaveLength(count)
})
