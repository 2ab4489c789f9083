import pluralize from 'pluralize'
import type { CatalogColumn, CatalogTable } from '../../../domain.ts'
import { namingColumns, spokenName } from '../naming-columns.ts'

const singulars = new Map<string, string>()
const MOST = 20_000

export function singular(word: string): string {
  const known = singulars.get(word)
  if (known !== undefined) return known
  if (singulars.size >= MOST) singulars.clear()
  const found = word.length < 3 ? word : pluralize.singular(word)
  singulars.set(word, found)
  return found
}

/** What rules look for in names, where it is abbreviated. */
const WRITTEN_OUT: Readonly<Record<string, string>> = {
  amt: 'amount',
  cnt: 'count',
  dob: 'birth',
  dt: 'date',
  nm: 'name',
  nbr: 'number',
  pmt: 'payment',
  yr: 'year',
}

const wordsOfNames = new Map<string, string[]>()

export function nameWords(name: string): string[] {
  const known = wordsOfNames.get(name)
  if (known !== undefined) return known
  if (wordsOfNames.size >= MOST) wordsOfNames.clear()
  const words = spokenName(name)
    .split(' ')
    .filter(word => word !== '')
    .map(word => WRITTEN_OUT[word] ?? word)
  wordsOfNames.set(name, words)
  return words
}

export function nameKeyOf(words: readonly string[]): string {
  return words.map(singular).join('')
}

/** What shows which row it is, for people. */
export function showColumns(table: CatalogTable): readonly CatalogColumn[] {
  return namingColumns(table)
}

export function isKey(table: CatalogTable, column: CatalogColumn): boolean {
  return (
    table.primaryKey.includes(column.name) ||
    table.foreignKeys.some(key => key.columns.includes(column.name)) ||
    /(^|[_\s])(id|code|key)$/iu.test(spokenName(column.name)) ||
    /[a-z](Id|ID)$/u.test(column.name)
  )
}

export function isNumber(column: CatalogColumn): boolean {
  return column.kind === 'INTEGER' || column.kind === 'DECIMAL'
}

export function isTime(column: CatalogColumn): boolean {
  return column.kind === 'DATE' || column.kind === 'TIMESTAMP'
}
