import { describe, expect, it } from 'vitest'
import type { Structure, StructureObject } from '../databases/schema-changes.ts'
import type { Review } from '../domain.ts'
import type { MigrationKind, MigrationStatement } from '../sql/sql.ts'
import { createReview } from './review.ts'

const review = createReview({ approvals: { DEVELOPMENT: 0, PRODUCTION: 1 } })

function object(id: string, more: Partial<StructureObject> = {}): StructureObject {
  const [kind = '', name = ''] = id.split(' ')
  return {
    kind: kind as StructureObject['kind'],
    ...{ id, name, partOf: null, definition: name, needs: [], valid: true, position: null, parts: {} },
    ...more,
  }
}
const table = (name: string) => object(`TABLE ${name}`, { definition: 'table' })
const column = (of: string, name: string, position = 1, type = 'integer') =>
  object(`COLUMN ${of}.${name}`, { partOf: `TABLE ${of}`, definition: `${name} ${type}`, position })
const structure = (...objects: StructureObject[]): Structure => ({
  objects,
  serverVersion: 'PostgreSQL 18.4',
  serverVersionNumber: 180_004,
  settings: {},
})
const statement = (kind: MigrationKind): MigrationStatement => ({
  ...{ sql: kind, kind, command: kind, transactional: true, actions: [], start: 0, end: kind.length },
})
const approval = (authorId: string, more: Partial<Review> = {}): Review => ({
  ...{ id: authorId, authorId, revision: 2, verdict: 'APPROVE', body: '', createdAt: new Date(0) },
  ...more,
})
const reviewed = (reviews: readonly Review[], roles: Record<string, 'ADMIN' | 'DEVELOPER'>) => ({
  revision: 2,
  authorIds: ['author'],
  reviews,
  reviewers: Object.entries(roles).map(([id, role]) => ({ id, role })),
})

describe('what is different between two structures', () => {
  const before = structure(table('t'), column('t', 'a', 1), column('t', 'b', 2))

  it('is told object by object', () => {
    const after = structure(table('t'), column('t', 'a', 1, 'bigint'), column('t', 'c', 3, 'text'))
    expect(review.catalogChanges(before, after).map(({ kind, object: name }) => `${kind} ${name}`)).toEqual([
      'REMOVED COLUMN t.b',
      'CHANGED COLUMN t.a',
      'ADDED COLUMN t.c',
    ])
  })

  it('keeps a rename a rename', () => {
    const after = structure(table('t'), column('t', 'a', 1), column('t', 'z', 2))
    expect(review.catalogChanges(before, after)).toMatchObject([
      { kind: 'RENAMED COLUMN', object: 't.b', before: 't.b', after: 't.z' },
    ])
  })

  it('does not call it a rename where two could be meant', () => {
    const after = structure(table('t'), column('t', 'y', 1), column('t', 'z', 2))
    const swapped = structure(table('t'), column('t', 'y', 3), column('t', 'z', 3))
    expect(review.catalogChanges(before, after).map(({ kind }) => kind)).toEqual([
      'RENAMED COLUMN',
      'RENAMED COLUMN',
    ])
    expect(review.catalogChanges(before, swapped).map(({ kind }) => kind)).not.toContain('RENAMED COLUMN')
  })

  it('is one change for what comes or goes as a whole', () => {
    expect(review.catalogChanges(before, structure())).toMatchObject([{ kind: 'REMOVED TABLE', object: 't' }])
  })
})

describe('a fingerprint', () => {
  const one = structure(table('t'), column('t', 'a', 1), table('other'))

  it('is of the named roots only, whatever the order of columns', () => {
    const moved = structure(column('t', 'a', 9), table('t'), object('TABLE other', { definition: 'changed' }))
    expect(review.fingerprint(moved, ['TABLE t'])).toBe(review.fingerprint(one, ['TABLE t']))
    expect(review.fingerprint(moved, null)).not.toBe(review.fingerprint(one, null))
  })

  it('differs for a part that is no longer in force', () => {
    const invalid = structure(table('t'), { ...column('t', 'a', 1), valid: false }, table('other'))
    expect(review.fingerprint(invalid, ['TABLE t'])).not.toBe(review.fingerprint(one, ['TABLE t']))
  })
})

describe('what a change touches', () => {
  it('is what it changes, what its statements lock, and what hangs off that in the end', () => {
    const before = structure(
      table('t'),
      column('t', 'a'),
      table('locked'),
      table('far'),
      object('VIEW v', { needs: ['COLUMN t.a'] }),
      object('VIEW w', { needs: ['VIEW v'] }),
    )
    const after = structure(...before.objects, column('t', 'b', 2))
    expect(review.touchedRoots(before, after, ['TABLE locked'])).toEqual([
      'TABLE locked',
      'TABLE t',
      'VIEW v',
      'VIEW w',
    ])
  })
})

describe('approvals for production', () => {
  it.each([
    ['nobody', reviewed([], {}), 1],
    ['another administrator', reviewed([approval('other')], { other: 'ADMIN' }), 0],
    ['the author', reviewed([approval('author')], { author: 'ADMIN' }), 1],
    ['a developer', reviewed([approval('other')], { other: 'DEVELOPER' }), 1],
    ['somebody who can no longer sign in', reviewed([approval('other')], {}), 1],
    ['an earlier revision', reviewed([approval('other', { revision: 1 })], { other: 'ADMIN' }), 1],
    [
      'somebody who has changed their mind',
      reviewed(
        [approval('other'), approval('other', { verdict: 'REQUEST_CHANGES', createdAt: new Date(1) })],
        { other: 'ADMIN' },
      ),
      2,
    ],
  ])('by %s', (_, given, missing) => {
    expect(review.missingApprovals('PRODUCTION', given)).toHaveLength(missing)
  })

  it('4.1-5 are never none, whatever is configured', () => {
    const lax = createReview({ approvals: { DEVELOPMENT: 0, PRODUCTION: 0 } })
    expect(lax.missingApprovals('PRODUCTION', reviewed([], {}))).toHaveLength(1)
  })

  it('4.1-3 count one person once', () => {
    const strict = createReview({ approvals: { DEVELOPMENT: 0, PRODUCTION: 2 } })
    const twice = [approval('other'), approval('other', { createdAt: new Date(1) })]
    expect(strict.missingApprovals('PRODUCTION', reviewed(twice, { other: 'ADMIN' }))).toEqual([
      'one more approval by somebody who has not written it',
    ])
  })
})

describe('development', () => {
  it('needs no approval, and takes one of the author where one is asked for', () => {
    expect(review.missingApprovals('DEVELOPMENT', reviewed([], {}))).toEqual([])
    const strict = createReview({ approvals: { DEVELOPMENT: 1, PRODUCTION: 1 } })
    expect(
      strict.missingApprovals('DEVELOPMENT', reviewed([approval('author')], { author: 'DEVELOPER' })),
    ).toEqual([])
  })
})

describe('a digest', () => {
  const approvable = {
    statements: [{ sql: 'alter table t add a int', transactional: true }],
    rollbackSql: null,
    settings: { search_path: 'public' },
    serverVersion: '18',
    target: { server: 's', database: 'd', connectionId: 'c' },
    environment: 'PRODUCTION',
    revision: 1,
    baseFingerprint: 'f0',
    predicted: ['f1'],
    findings: [],
  }

  it('is the same for the same, in whatever order its parts come', () => {
    const reordered = Object.fromEntries(Object.entries(approvable).reverse()) as typeof approvable
    expect(review.digest(reordered)).toBe(review.digest(approvable))
  })

  it.each([
    [{ statements: [{ sql: 'alter table t add a int ', transactional: true }] }],
    [{ rollbackSql: 'x' }],
    [{ settings: { search_path: 'other' } }],
    [{ serverVersion: '19' }],
    [{ target: { ...approvable.target, database: 'e' } }],
    [{ environment: 'DEVELOPMENT' }],
    [{ revision: 2 }],
    [{ baseFingerprint: 'g0' }],
    [{ predicted: ['g1'] }],
    [{ findings: ['forbid-data-loss x'] }],
  ])('is another one with %j', change => {
    expect(review.digest({ ...approvable, ...change })).not.toBe(review.digest(approvable))
  })
})

describe('statements that a change may not have', () => {
  it.each<[MigrationKind, string | null]>([
    ['STRUCTURE', null],
    ['MAINTENANCE', null],
    ['SESSION', null],
    ['QUERY', 'forbid-query'],
    ['TRANSACTION', 'forbid-transaction-control'],
    ['OPAQUE', 'forbid-opaque'],
    ['SERVER', 'forbid-server-wide'],
    ['OTHER', 'forbid-unknown-statement'],
    ['DATA', 'forbid-data-alone'],
  ])('%s', (kind, code) => {
    expect(review.refuse([statement(kind)])[0]?.code ?? null).toBe(code)
  })

  it('are not those that fill what it changes', () => {
    expect(review.refuse([statement('STRUCTURE'), statement('DATA')])).toEqual([])
  })
})
