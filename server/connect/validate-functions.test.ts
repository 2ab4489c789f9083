import { describe, expect, it } from 'vitest'
import { AppError } from '../errors.ts'
import { validateFunctions } from './validate-functions.ts'

const known = [
  { schema: 'public', name: 'net_price', builtIn: false, callable: true },
  { schema: 'public', name: 'net_price', builtIn: false, callable: true },
  { schema: 'public', name: 'twice', builtIn: false, callable: true },
  { schema: 'sales', name: 'twice', builtIn: false, callable: true },
  { schema: 'Odd.One', name: 'a b', builtIn: false, callable: true },
  { schema: '', name: 'loadable', builtIn: false, callable: true },
  { schema: 'public', name: 'on_change', builtIn: false, callable: false },
  { schema: 'pg_catalog', name: 'pg_sleep', builtIn: true, callable: true },
]
const listed = [{ schema: 'public', name: 'gone' }]
const quote = (name: string) => (/^[a-z_]+$/.test(name) ? name : `"${name}"`)
const write = ({ schema, name }: { schema: string; name: string }) =>
  schema === '' ? quote(name) : `${quote(schema)}.${quote(name)}`

const read = (...given: string[]) => validateFunctions(given, { known, listed, write })

function problemsOf(...given: string[]) {
  try {
    read(...given)
  } catch (error) {
    if (error instanceof AppError) return error.fields
    throw error
  }
  return []
}

describe('validateFunctions', () => {
  it.each([
    ['public.net_price', 'public', 'net_price'],
    ['net_price', 'public', 'net_price'],
    [' net_price( ) ', 'public', 'net_price'],
    ['NET_PRICE', 'public', 'net_price'],
    ['sales.twice', 'sales', 'twice'],
    ['"Odd.One"."a b"', 'Odd.One', 'a b'],
    ['Odd.One.a b', 'Odd.One', 'a b'],
    ['loadable', '', 'loadable'],
    ['public.gone', 'public', 'gone'],
  ])('reads %j', (given, schema, name) => {
    expect(read(given)).toEqual([{ schema, name }])
  })

  it('takes each once, however it is written', () => {
    expect(read('net_price', 'public.net_price', 'loadable')).toHaveLength(2)
  })

  it.each([
    ['', /^Name a function/],
    ['x'.repeat(301), /^Name a function/],
    ['net_price(int)', /leave out its arguments/],
    ['twice', /public\.twice or sales\.twice: write it with its schema/],
    ['pg_sleep', /comes with the server/],
    ['pg_catalog.pg_sleep', /comes with the server/],
    ['on_change', /no query can call it/],
    ['nothing', /has no function nothing that/],
    ['a\u202eb', /has no function a�b that/],
    ['y'.repeat(200), /y{80}… that/],
  ])('refuses %j, with its place', (given, words) => {
    expect(problemsOf('net_price', given)).toEqual([
      { field: 'functions.1', message: expect.stringMatching(words) as string },
    ])
  })

  it('refuses more than anybody can have read', () => {
    expect(problemsOf(...Array.from({ length: 1001 }, () => 'net_price'))).toMatchObject([
      { field: 'functions' },
    ])
  })
})
