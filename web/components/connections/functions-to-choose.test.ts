import { describe, expect, it } from 'vitest'
import { functionsToChoose } from './functions-to-choose.ts'
import type { AddedFunction } from './functions-to-choose.ts'

function added(path: string, changes: Partial<AddedFunction> = {}): AddedFunction {
  const [schema = '', name = ''] = path.split('.')
  return {
    ...{ schema, name, path, volatility: 'VOLATILE', extension: null, usedBy: [], listed: false },
    allowedAnyway: false,
    ...changes,
  }
}

const functions = [
  added('public.area', { extension: 'postgis' }),
  added('public.net_price', { usedBy: ['reading public.prices'] }),
  added('public.similarity', { extension: 'pg_trgm', allowedAnyway: true }),
  added('sales.discount'),
]

describe('functionsToChoose', () => {
  it.each([
    ['', ['public.net_price', 'public.area', 'sales.discount']],
    ['  ', ['public.net_price', 'public.area', 'sales.discount']],
    ['DISC', ['sales.discount']],
    ['postgis', ['public.area']],
    ['prices reading', ['public.net_price']],
    ['nothing', []],
  ])('finds by %j, those that something uses first', (typed, paths) => {
    const { choices, allowedAnyway } = functionsToChoose(functions, [], typed)
    expect(choices.map(({ path }) => path)).toEqual(paths)
    expect(allowedAnyway).toBe(1)
  })

  it('leaves out what is listed already', () => {
    const { choices } = functionsToChoose(functions, ['public.net_price', 'sales.discount'], '')
    expect(choices.map(({ path }) => path)).toEqual(['public.area'])
  })
})
