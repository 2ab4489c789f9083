import type { CatalogColumn, CatalogTable } from '../../domain.ts'
import { namingColumns, spokenName } from './naming-columns.ts'

/** Kinds of things that people group and filter by, the most telling first. */
const KINDS = [
  'country',
  'category',
  'type',
  'status',
  'city',
  'state',
  'region',
  'continent',
  'department',
  'genre',
  'brand',
  'language',
  'year',
  'title',
]

/** Columns that sort the rows of a table into kinds, the most telling first. */
export function kindColumns(table: CatalogTable): CatalogColumn[] {
  const naming = namingColumns(table)
  const rank = ({ name }: CatalogColumn) =>
    KINDS.findIndex(kind => spokenName(name).split(' ').at(-1) === kind)
  return table.columns
    .filter(column => rank(column) >= 0 && !isKey(table, column) && !naming.includes(column))
    .sort((a, b) => rank(a) - rank(b))
}

/** Numbers that are more or less, rather than labels: no keys, codes or years. */
export function amountColumns(table: CatalogTable): CatalogColumn[] {
  return table.columns.filter(
    column =>
      (column.kind === 'DECIMAL' || column.kind === 'INTEGER') &&
      !isKey(table, column) &&
      !/\b(id|no|number|code|month|day|flag|zip|phone|version)$|year$|^is |^has /u.test(
        spokenName(column.name),
      ),
  )
}

function isKey(table: CatalogTable, { name }: CatalogColumn): boolean {
  return table.primaryKey.includes(name) || table.foreignKeys.some(key => key.columns.includes(name))
}
