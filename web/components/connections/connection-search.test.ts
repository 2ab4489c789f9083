import { describe, expect, it } from 'vitest'
import { placeOf, searchConnections } from './connection-search.ts'

const shop = {
  id: '1',
  name: 'Shop',
  engine: 'POSTGRES' as const,
  environment: 'PRODUCTION' as const,
  host: 'db.example.com',
  port: 5432,
  database: 'shop_live',
  serverVersion: 'PostgreSQL 18.4',
}
const books = {
  ...shop,
  id: '2',
  name: 'Books',
  engine: 'MYSQL' as const,
  serverVersion: 'MariaDB 10.11.6',
  environment: 'DEVELOPMENT' as const,
}

describe('searchConnections', () => {
  it.each([
    ['', ['1', '2']],
    ['shop', ['1', '2']],
    ['books', ['2']],
    ['production', ['1']],
    ['mysql example', ['2']],
    ['mariadb', ['2']],
    ['5432/shop_live', ['1', '2']],
    ['nothing', []],
  ])('finds by %j', (typed, ids) =>
    expect(searchConnections([shop, books], typed).map(({ id }) => id)).toEqual(ids),
  )
})

describe('placeOf', () => {
  it('writes an IPv6 address in brackets', () =>
    expect(placeOf({ host: '::1', port: 5432, database: 'shop' })).toBe('[::1]:5432/shop'))
})
