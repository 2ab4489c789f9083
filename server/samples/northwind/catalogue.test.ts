import { mkdtemp, rm, writeFile, mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { CATALOGUE_TABLES, cellsOf, readCatalogue } from './catalogue.ts'
import type { Catalogue, CatalogueTableName } from './catalogue.ts'

const catalogue = await readCatalogue(import.meta.dirname)

function rowOf(table: CatalogueTableName, id: string | number, columns: readonly string[]) {
  const { rows } = catalogue[table]
  const position = rows.findIndex(row => row[0] === id)
  return cellsOf(catalogue[table], columns)[position]
}

function countOf(table: keyof Catalogue, column: string, value: string | number): number {
  return cellsOf(catalogue[table], [column]).filter(([cell]) => cell === value).length
}

function sumOf(table: keyof Catalogue, column: string): number {
  return cellsOf(catalogue[table], [column]).reduce((sum, [cell]) => sum + Number(cell), 0)
}

describe('the Northwind catalogue', () => {
  it.each([
    ['customers', 91],
    ['products', 77],
    ['suppliers', 29],
    ['categories', 8],
    ['employees', 9],
    ['shippers', 3],
    ['region', 4],
    ['territories', 53],
    ['employee_territories', 49],
  ] as const)('has all rows of %s', (table, count) => {
    expect(catalogue[table].rows).toHaveLength(count)
  })

  it.each([
    ['Germany', 11],
    ['France', 11],
    ['USA', 13],
    ['Brazil', 9],
    ['UK', 7],
    ['Norway', 1],
  ])('has the customers of %s', (country, count) => {
    expect(countOf('customers', 'country', country)).toBe(count)
  })

  it.each([
    ['units_in_stock', 3119],
    ['units_on_order', 780],
    ['reorder_level', 960],
    ['discontinued', 8],
  ])('adds up to the known total of %s', (column, total) => {
    expect(sumOf('products', column)).toBe(total)
  })

  it('has the known prices', () => {
    expect(sumOf('products', 'unit_price')).toBeCloseTo(2222.71, 2)
  })

  it.each([
    ['products', 1, ['product_name', 'unit_price', 'quantity_per_unit'], ['Chai', 18, '10 boxes x 20 bags']],
    ['products', 38, ['product_name', 'unit_price', 'units_in_stock'], ['Côte de Blaye', 263.5, 17]],
    ['products', 15, ['product_name', 'unit_price', 'supplier_id'], ['Genen Shouyu', 15.5, 6]],
    [
      'customers',
      'ALFKI',
      ['company_name', 'city', 'postal_code'],
      ['Alfreds Futterkiste', 'Berlin', '12209'],
    ],
    ['customers', 'FOLKO', ['company_name', 'address', 'region'], ['Folk och fä HB', 'Åkergatan 24', null]],
    ['customers', 'HUNGO', ['region', 'postal_code', 'country'], ['Co. Cork', null, 'Ireland']],
    ['employees', 4, ['last_name', 'birth_date', 'reports_to'], ['Peacock', '1937-09-19', 2]],
    ['employees', 2, ['title', 'hire_date', 'reports_to'], ['Vice President, Sales', '1992-08-14', null]],
    ['suppliers', 11, ['company_name', 'country'], ['Heli Süßwaren GmbH & Co. KG', 'Germany']],
    ['shippers', 3, ['company_name', 'phone'], ['Federal Shipping', '(503) 555-9931']],
    ['territories', '01581', ['territory_description', 'region_id'], ['Westboro', 1]],
  ] as const)('knows %s %s', (table, id, columns, cells) => {
    expect(rowOf(table, id, columns)).toEqual(cells)
  })

  it('has no text with blanks around or in rows, and none in decomposed letters', () => {
    const texts = CATALOGUE_TABLES.flatMap(table => catalogue[table].rows.flat()).filter(
      cell => typeof cell === 'string',
    )
    expect(texts.filter(text => text !== text.trim() || /\s\s|[^\S ]/.test(text))).toEqual([])
    expect(texts.filter(text => text !== text.normalize('NFC'))).toEqual([])
  })

  it.each([
    ['no table', '[]'],
    ['a row with too few cells', '{"columns": ["a", "b"], "rows": [[1]]}'],
    ['a cell of another kind', '{"columns": ["a"], "rows": [[true]]}'],
  ])('names a damaged file: %s', async (_what, text) => {
    const directory = await mkdtemp(join(tmpdir(), 'northwind-'))
    await mkdir(join(directory, 'data'))
    for (const table of CATALOGUE_TABLES) await writeFile(join(directory, 'data', `${table}.json`), text)
    await expect(readCatalogue(directory)).rejects.toThrow(/\.json is not a table/)
    await rm(directory, { recursive: true })
  })

  it('says which column it does not have', () => {
    expect(() => cellsOf(catalogue.region, ['colour'])).toThrow('colour')
  })
})
