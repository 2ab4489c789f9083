import { expect, it } from 'vitest'
import { forbidRequiredWithoutDefault } from './forbid-required-without-default.ts'
import { inputOf, objectOf } from './lint-input.fixture.ts'
import { mysqlInput } from './mysql-input.fixture.ts'

const table = objectOf('TABLE t')
const column = (parts: Record<string, string | boolean | null>) =>
  objectOf('COLUMN t.a', { partOf: 'TABLE t', parts })

it.each([
  ['a required column', { notNull: true, default: null }, 1],
  ['a required column of MySQL', { notNull: true, hasDefault: false }, 1],
  ['one with a default', { notNull: true, default: '0' }, 0],
  ['one with a default of MySQL', { notNull: true, hasDefault: true }, 0],
  ['one that counts up', { notNull: true, autoIncrement: true }, 0],
  ['one that is an identity', { notNull: true, identityKind: 'ALWAYS' }, 0],
  ['one that is computed', { notNull: true, generated: '(1)' }, 0],
  ['an optional one', { notNull: false }, 0],
])('finds in %s what it should', (_, parts, count) => {
  expect(
    forbidRequiredWithoutDefault.check(inputOf({ before: [table], after: [table, column(parts)] })),
  ).toHaveLength(count)
})

it('finds nothing in a new table, and only warns of an empty one', () => {
  const after = [table, column({ notNull: true })]
  expect(forbidRequiredWithoutDefault.check(inputOf({ after }))).toEqual([])
  const empty = { ...inputOf({ before: [table], after }), sizes: [{ id: 'TABLE t', rows: 0, bytes: 0 }] }
  expect(forbidRequiredWithoutDefault.check(empty)).toMatchObject([{ severity: 'WARNING' }])
})

it.each([
  ['alter table t add a int not null default 5; alter table t alter a drop default'],
  ['alter table t add a int; update t set a = 5; alter table t modify a int not null'],
])('only warns where the rows that are there get a value: %s', sql => {
  const input = mysqlInput(sql)
  const structure = { ...input.before, objects: [table] }
  const after = { ...structure, objects: [table, column({ notNull: true })] }
  expect(forbidRequiredWithoutDefault.check({ ...input, before: structure, after })).toMatchObject([
    { severity: 'WARNING', message: expect.not.stringContaining('rows that are there') as unknown },
  ])
})
