import pluralize from 'pluralize'
import type { CatalogColumn, CatalogTable } from '../../domain.ts'

/** A name as people read it: `unit_price` and `UnitPrice` are `unit price`. */
export function spokenName(name: string): string {
  return name
    .replace(/(\p{Ll}|\p{N})(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu}+)(\p{Lu}\p{Ll})/gu, '$1 $2')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .toLowerCase()
}

export function singularName(name: string): string {
  return pluralize.singular(spokenName(name))
}

export function pluralName(name: string): string {
  return pluralize.plural(spokenName(name))
}

/**
 * The columns that a person would call the row by: its name, first and last name, title; the only text column of a
 * small table. Empty when it has none.
 */
export function namingColumns(table: CatalogTable): readonly CatalogColumn[] {
  const known = named.get(table)
  if (known) return known
  const found = findNamingColumns(table)
  named.set(table, found)
  return found
}

// Every reading asks for them over and over, and a table of a catalog never changes.
const named = new WeakMap<CatalogTable, readonly CatalogColumn[]>()

function findNamingColumns(table: CatalogTable): readonly CatalogColumn[] {
  const texts = table.columns.filter(
    column => column.kind === 'TEXT' && !table.foreignKeys.some(key => key.columns.includes(column.name)),
  )
  const own = singularName(table.name)
  const called = (...names: string[]) =>
    texts.filter(({ name }) => names.includes(spokenName(name).replaceAll(' ', '')))
  const short = own.replaceAll(' ', '')
  const named = called('name', `${short}name`, short)
  if (named.length > 0) return named
  const person = called('firstname', 'lastname', 'fname', 'lname', 'surname')
  if (person.length > 1) return person
  const titled = called('title', `${short}title`)
  if (titled.length > 0) return titled
  const anyName = texts.filter(
    ({ name }) =>
      /(name|(^|[^a-z])nm|Nm)$/u.test(name.replace(/^[A-Z_]+$/u, all => all.toLowerCase())) ||
      /name$/iu.test(name),
  )
  if (anyName.length > 0) return anyName
  const anyTitle = texts.filter(({ name }) => /(title|label|caption)$/iu.test(name))
  if (anyTitle.length === 1) return anyTitle
  const free = texts.filter(({ primaryKey }) => !primaryKey)
  if (free.length === 1) return free
  const firm = called(
    'company',
    'organization',
    'organisation',
    'firm',
    'business',
    'plate',
    'licenseplate',
    'registration',
    'headline',
  )
  if (firm.length === 1) return firm
  // A code and what it stands for.
  const words = called('description', 'label', 'caption')
  const codes = free.filter(({ name }) => /(code|abbr|abbreviation|symbol)$/iu.test(name))
  return words.length === 1 && free.length === words.length + codes.length ? words : []
}

/** What shows which row it is: its key and its name. */
export function identifyingColumns(table: CatalogTable): readonly CatalogColumn[] {
  const naming = namingColumns(table)
  return table.columns.filter(column => table.primaryKey.includes(column.name) || naming.includes(column))
}
