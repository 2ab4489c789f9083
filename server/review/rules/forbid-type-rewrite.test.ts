import { describe, expect, it } from 'vitest'
import { forbidTypeRewrite } from './forbid-type-rewrite.ts'
import { findIn, SMALL, tableOf } from './lint-input.fixture.ts'

const found = (from: string, to: string, measured: object = { cost: 'REWRITE' }) =>
  findIn(forbidTypeRewrite, `alter table t alter a type ${to}`, {
    ...{ before: tableOf('public.t', { a: from }), measured },
  }).map(({ severity }) => severity)

describe('forbid-type-rewrite', () => {
  it.each([
    ['integer', 'bigint', 1],
    ['character varying(40)', 'varchar(20)', 1],
    ['text', 'varchar(20)', 1],
    ['numeric(10,2)', 'numeric(12,3)', 1],
    ['jsonb', 'json', 1],
    ['character varying(20)', 'varchar(40)', 0],
    ['character varying(20)', 'text', 0],
    ['text', 'varchar', 0],
    ['numeric(10,2)', 'numeric(12,2)', 0],
    ['numeric(10,2)', 'numeric', 0],
  ])('from %s to %s where it was not measured', (from, to, count) => {
    expect(found(from, to, { cost: 'UNKNOWN' })).toHaveLength(count)
  })

  it('goes by what was measured, and by the size', () => {
    expect(found('integer', 'bigint')).toEqual(['BLOCKING'])
    expect(found('integer', 'bigint', { cost: 'REWRITE', ...SMALL })).toEqual(['WARNING'])
    expect(found('mine', 'yours', { cost: 'METADATA' })).toEqual([])
  })
})
