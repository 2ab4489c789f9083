import { describe, expect, it } from 'vitest'
import type { ServerFunction } from '../databases/database.ts'
import { describeAddedFunctions } from './added-functions.ts'

function added(name: string, changes: Partial<ServerFunction> = {}): ServerFunction {
  return {
    ...{ schema: 'public', name, volatility: 'IMMUTABLE', builtIn: false, extension: null },
    ...{ takesRow: false, callable: true },
    ...changes,
  }
}

const price = added('price')
const described = (changes: Partial<Parameters<typeof describeAddedFunctions>[0]> = {}) =>
  describeAddedFunctions({
    facts: { functions: [price], types: [], operators: [], casts: [] },
    relations: [],
    listed: [],
    isAllowed: () => false,
    ...changes,
  })
const facts = (functions: readonly ServerFunction[]) => ({ functions, types: [], operators: [], casts: [] })

describe('describeAddedFunctions', () => {
  it('makes one of overloads, as bad as the worst of them', () => {
    const functions = [price, added('price', { volatility: 'VOLATILE', extension: 'shop' })]
    expect(described({ facts: facts(functions) })).toMatchObject([
      { name: 'price', volatility: 'VOLATILE', extension: null },
    ])
  })

  it('leaves out what comes with the server and what no query can call', () => {
    const functions = [
      added('lower', { schema: 'pg_catalog', builtIn: true }),
      added('_pg_expandarray', { schema: 'information_schema' }),
      added('on_change', { callable: false }),
    ]
    expect(described({ facts: facts(functions) })).toEqual([])
  })

  it('tells what calls each, and of one that only shows there too', () => {
    const place = { everywhere: false, types: [], relations: [] }
    const found = described({
      facts: {
        functions: [price],
        types: [{ schema: 'public', name: 'email', functions: [price] }],
        operators: [{ schema: 'public', name: '===', calls: price, ...place }],
        casts: [{ target: { schema: 'public', name: 'cents' }, calls: price, implicit: false, ...place }],
      },
      relations: [
        {
          relation: { schema: 'public', name: 'prices' },
          functions: [price, added('unseen', { schema: 'shop' })],
        },
        { relation: { schema: 'public', name: 'logins' }, functions: [added('lower', { builtIn: true })] },
      ],
    })
    expect(found).toMatchObject([
      {
        name: 'price',
        usedBy: [
          'a cast to public.cents',
          'reading public.prices',
          'the operator public.===',
          'values of the type public.email',
        ],
      },
      { schema: 'shop', name: 'unseen', volatility: 'VOLATILE', usedBy: ['reading public.prices'] },
    ])
  })

  it('says which are listed, and which pass anyway', () => {
    const functions = [price, added('similarity', { extension: 'pg_trgm' })]
    const found = described({
      facts: facts(functions),
      listed: [{ schema: 'public', name: 'price' }],
      isAllowed: ({ extension }) => extension === 'pg_trgm',
    })
    expect(found.map(({ name, listed, allowedAnyway }) => [name, listed, allowedAnyway])).toEqual([
      ['price', true, false],
      ['similarity', false, true],
    ])
  })
})
