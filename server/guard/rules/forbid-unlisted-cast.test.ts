import { describe, expect, it } from 'vitest'
import { refusedBy } from '../../../tests/fixtures/judge-postgres.ts'

describe('forbid-unlisted-cast', () => {
  it.each([
    `select price::text from coins_table`,
    `select cast(a as text), b from orders join public.coins_table using (id)`,
    `select '(1)'::coins::text`,
    `select ('(1)'::coins).text`,
    // Implicit: nothing has to be written.
    `select * from weight_table`,
    `select '5'::weight + 1`,
  ])('refuses %s', sql => {
    expect(refusedBy(sql)).toEqual(['forbid-unlisted-cast'])
  })

  it.each([`select price from coins_table`, `select 1::text, 2::numeric`, `select name::text from orders`])(
    'allows %s',
    sql => {
      expect(refusedBy(sql)).toEqual([])
    },
  )
})
