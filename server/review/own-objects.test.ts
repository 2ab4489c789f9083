import { expect, it } from 'vitest'
import { ownObjects } from './own-objects.ts'

const change = (kind: string, object: string, after: string | null = null) => ({
  ...{ kind, object, before: null, after },
})
const objects = [
  { id: 'TABLE t', partOf: null },
  { id: 'COLUMN t.a', partOf: 'TABLE t' },
  { id: 'COMMENT t.a', partOf: 'COLUMN t.a' },
  { id: 'COLUMN t.b', partOf: 'TABLE t' },
]

it.each([
  ['what is added, with its parts', change('ADDED COLUMN', 't.a'), ['COLUMN t.a', 'COMMENT t.a']],
  ['both names of what is renamed', change('RENAMED COLUMN', 't.b', 't.z'), ['COLUMN t.b', 'COLUMN t.z']],
  ['what is changed alone', change('CHANGED TABLE', 't'), ['TABLE t']],
  [
    'a whole table that goes',
    change('REMOVED TABLE', 't'),
    ['TABLE t', 'COLUMN t.a', 'COLUMN t.b', 'COMMENT t.a'],
  ],
  ['kinds of two words', change('ADDED MATERIALIZED VIEW', 'v'), ['MATERIALIZED_VIEW v']],
])('a change owns %s', (_, made, ids) => {
  expect([...ownObjects([made], objects)].sort()).toEqual([...ids].sort())
})
