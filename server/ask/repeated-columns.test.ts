import { expect, it } from 'vitest'
import { catalogOf, column, table } from '../../tests/fixtures/shop-catalog.ts'
import { repeatedColumns } from './repeated-columns.ts'

const columns = ['code', 'shelf', 'label', 'owner'].map(name => column(name))
const catalog = catalogOf([table('boxes', columns, { rowEstimate: 40 })])

function sample(name: string, count: number, complete: boolean) {
  const values = Array.from({ length: count }, (_, at) => `v${at}`)
  return { schema: 'public', table: 'boxes', column: name, values, complete }
}

it('finds the columns with far fewer values than there are rows, where all values are known', () => {
  const values = [sample('code', 40, true), sample('shelf', 4, true), sample('label', 4, false)]
  expect([...repeatedColumns(catalog, values)].map(({ name }) => name)).toEqual(['shelf'])
})

it('says nothing of a table whose rows were never estimated', () => {
  const unknown = catalogOf([table('boxes', columns)])
  expect(repeatedColumns(unknown, [sample('shelf', 4, true)]).size).toBe(0)
})
