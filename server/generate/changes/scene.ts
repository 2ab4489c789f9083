/** What words are read against: the catalog as the changes before have left it, and what was spoken of last. */
import type { Dialect } from '../../databases/database.ts'
import type { TableDetails } from '../../databases/ddl.ts'
import type { Catalog, CatalogColumn, CatalogTable } from '../../domain.ts'
import type { ColumnPlace } from './change.ts'
import { Doubt } from './doubt.ts'
import { isSlip, nameKey, nameWords, singular } from './names.ts'
import type { RequestText } from './request-text.ts'

export interface Scene {
  catalog: Catalog
  dialect: Dialect
  text: Pick<RequestText, 'plain' | 'isQuoted'>
  /** Where anything may be asked, words that could be a question are one. */
  asked: 'CHANGE' | 'ANYTHING'
  lastTable: CatalogTable | null
  lastColumn: string | null
  /** What was read otherwise than it was written, for whoever looks at the change. */
  notes: string[]
  /** SQL of a question that is read for certain. */
  answer: (question: string) => string | null
  /** Throws `DetailsNeeded` where they were not read yet. */
  details: (table: CatalogTable) => TableDetails
}

const NOUN =
  /^(?:(?:the|a|an|our|my|your|all|each|every|any|existing|new|whole|entire|column|field|table|view|attribute)\s+)+|\s+(?:table|column|field|columns|fields|attribute|view)$/giu

/** Without what only says that it is a name. */
export function bare(words: string): string {
  const trimmed = words.trim()
  const short = trimmed.replace(NOUN, '').trim()
  return short === '' ? trimmed : short
}

const isRelation = (kinds: readonly string[]) => (table: CatalogTable) => kinds.includes(table.kind)
const TABLES = ['TABLE', 'FOREIGN_TABLE']
export const VIEWS = ['VIEW', 'MATERIALIZED_VIEW']

/** All that are called so; one in the search path hides others of its name. */
export function tablesCalled(scene: Scene, words: string, kinds: readonly string[] = TABLES): CatalogTable[] {
  const said = scene.text.plain(bare(words)).trim()
  const all = scene.catalog.tables.filter(isRelation(kinds))
  const qualified = all.filter(({ schema, name }) => `${schema}.${name}`.toLowerCase() === said.toLowerCase())
  if (qualified.length > 0) return qualified
  const exact = all.filter(({ name }) => name === said)
  const same = exact.length > 0 ? exact : all.filter(({ name }) => name.toLowerCase() === said.toLowerCase())
  const key = nameKey(said)
  const found = same.length > 0 ? same : key === '' ? [] : all.filter(({ name }) => nameKey(name) === key)
  const first = scene.catalog.searchPath.find(schema => found.some(table => table.schema === schema))
  return first === undefined ? found : found.filter(({ schema }) => schema === first)
}

/** The one table that is called so, or null; says nothing of slips. */
export function tableAt(scene: Scene, words: string, kinds: readonly string[] = TABLES): CatalogTable | null {
  if (/^(?:it|this|that|the same)(?: table)?$/iu.test(words.trim()) && kinds === TABLES)
    return scene.lastTable
  const found = tablesCalled(scene, words, kinds)
  return found.length === 1 ? (found[0] ?? null) : null
}

/** The table that is called so, or nearly so where nothing is lost by it. */
export function needTable(
  scene: Scene,
  words: string,
  { kinds = TABLES, exactly = false }: { kinds?: readonly string[]; exactly?: boolean } = {},
): CatalogTable {
  const at = tableAt(scene, words, kinds)
  if (at !== null) return at
  const said = bare(words)
  const found = tablesCalled(scene, words, kinds)
  const choices = (tables: readonly CatalogTable[]) =>
    tables.slice(0, 3).map(table => ({ words: said, by: spoken(scene, table) }))
  if (found.length > 1)
    throw new Doubt(`Several tables are called "${scene.text.plain(said)}".`, choices(found))
  const word = kinds === TABLES ? 'table' : 'view'
  const name = scene.text.plain(said)
  const all = scene.catalog.tables.filter(isRelation(kinds))
  const near = all.filter(table => isSlip(nameKey(table.name), nameKey(name)))
  const [only, ...more] = near
  if (only !== undefined && more.length === 0 && !exactly) {
    scene.notes.push(`"${name}" was read as the ${word} ${only.name}`)
    return only
  }
  if (near.length > 0)
    throw new Doubt(`There is no ${word} "${name}". Did you mean one of these?`, choices(near))
  const words2 = nameWords(name).map(singular)
  const like = all.filter(table => nameWords(table.name).some(part => words2.includes(singular(part))))
  const other = scene.catalog.tables.find(
    table => !isRelation(kinds)(table) && nameKey(table.name) === nameKey(name),
  )
  if (other !== undefined)
    throw new Doubt(`${other.name} is a ${other.kind === 'TABLE' ? 'table' : 'view'}, not a ${word}.`)
  throw new Doubt(
    like.length > 0
      ? `There is no ${word} "${name}". Did you mean one of these?`
      : `There is no ${word} "${name}".`,
    choices(like),
  )
}

/** As a person would write it; with its schema where it needs that. */
export function spoken({ catalog }: Scene, { schema, name }: CatalogTable): string {
  return catalog.searchPath.includes(schema) ? name : `${schema}.${name}`
}

type Level = (column: string, table: CatalogTable, said: string) => boolean

/** From sure to likely; the first that finds any decides. */
const LEVELS: readonly Level[] = [
  (column, _, said) => column === said,
  (column, _, said) => column.toLowerCase() === said.toLowerCase(),
  (column, _, said) => nameKey(column) === nameKey(said),
  // `customer name` may be `name` in customers, and `name` may be `customer_name`.
  (column, table, said) =>
    nameKey(`${table.name} ${column}`) === nameKey(said) ||
    nameKey(`${table.name} ${said}`) === nameKey(column),
  (column, _, said) => {
    const [all, part] = [nameWords(column).map(singular), nameWords(said).map(singular)]
    return part.length > 0 && part.length < all.length && all.slice(-part.length).join(' ') === part.join(' ')
  },
]
/** Up to these a name is said as it is; up to those with its table's name before it. */
const SAME = 3
const EXACT = 4

export function columnsCalled(
  scene: Scene,
  table: CatalogTable,
  words: string,
  levels = LEVELS.length,
): CatalogColumn[] {
  const said = scene.text.plain(bare(words)).trim()
  if (nameKey(said) === '') return []
  for (const level of LEVELS.slice(0, levels)) {
    const found = table.columns.filter(({ name }) => level(name, table, said))
    if (found.length > 0) return found
  }
  return []
}

export function needColumn(
  scene: Scene,
  table: CatalogTable,
  words: string,
  { exactly = false }: { exactly?: boolean } = {},
): CatalogColumn {
  const said = bare(words)
  const found = columnsCalled(scene, table, words)
  const [only, ...more] = found
  const name = scene.text.plain(said)
  const choices = (columns: readonly CatalogColumn[]) =>
    columns.slice(0, 3).map(column => ({ words: said, by: `${spoken(scene, table)}.${column.name}` }))
  if (only !== undefined && more.length === 0) {
    if (nameKey(only.name) !== nameKey(name)) {
      if (exactly && columnsCalled(scene, table, words, EXACT).length === 0)
        throw new Doubt(`${table.name} has no column "${name}". Did you mean ${only.name}?`, choices(found))
      scene.notes.push(`"${name}" was read as the column ${only.name} of ${table.name}`)
    }
    return only
  }
  if (more.length > 0)
    throw new Doubt(
      `"${name}" may be one of several columns of ${table.name}: ${listed(found.map(column => column.name))}.`,
      choices(found),
    )
  const near = table.columns.filter(column => isSlip(nameKey(column.name), nameKey(name)))
  const [close, ...others] = near
  if (close !== undefined && others.length === 0 && !exactly) {
    scene.notes.push(`"${name}" was read as the column ${close.name} of ${table.name}`)
    return close
  }
  throw new Doubt(
    near.length > 0
      ? `${table.name} has no column "${name}". Did you mean one of these?`
      : `${table.name} has no column "${name}".`,
    choices(near),
  )
}

/** `customers.email`, `email of customers`, `the customers' email`, `customers (email)`, or a column that only one table has. */
export function needPlace(
  scene: Scene,
  words: string,
  table: CatalogTable | null = null,
  options: { exactly?: boolean } = {},
): ColumnPlace {
  const said = bare(words)
  if (
    /^(?:it|this|that|this one|the same)$/iu.test(said) &&
    scene.lastTable !== null &&
    scene.lastColumn !== null
  )
    return { table: scene.lastTable, column: needColumn(scene, scene.lastTable, scene.lastColumn, options) }
  const parts = placeParts(scene, said)
  if (parts !== null) {
    if (table !== null && parts.table !== table)
      throw new Doubt(`This speaks of both ${table.name} and ${parts.table.name}.`)
    return { table: parts.table, column: needColumn(scene, parts.table, parts.column, options) }
  }
  if (table !== null) return { table, column: needColumn(scene, table, said, options) }
  if (scene.lastTable !== null && columnsCalled(scene, scene.lastTable, said, EXACT).length > 0)
    return { table: scene.lastTable, column: needColumn(scene, scene.lastTable, said, options) }
  return anywhere(scene, said, options)
}

function anywhere(scene: Scene, said: string, options: { exactly?: boolean }): ColumnPlace {
  const all = scene.catalog.tables.filter(isRelation(TABLES))
  for (const levels of [SAME, EXACT, LEVELS.length]) {
    const places = all.flatMap(table =>
      columnsCalled(scene, table, said, levels).map(column => ({ table, column })),
    )
    const [only, ...more] = places
    if (only === undefined) continue
    if (more.length === 0) return { table: only.table, column: needColumn(scene, only.table, said, options) }
    const names = places.map(({ table, column }) => `${spoken(scene, table)}.${column.name}`)
    throw new Doubt(
      `"${scene.text.plain(said)}" may be one of several columns: ${listed(names.slice(0, 5))}.`,
      names.slice(0, 3).map(by => ({ words: said, by })),
    )
  }
  throw new Doubt(`No table has a column "${scene.text.plain(said)}".`)
}

/** The table and the words of the column, where both are said. */
export function placeParts(scene: Scene, said: string): { table: CatalogTable; column: string } | null {
  const text = said.trim()
  const dotted = /^([^\s]+)\.([^\s.]+)$/u.exec(text)
  if (dotted !== null) {
    const table = tableAt(scene, dotted[1] ?? '')
    return table === null ? null : { table, column: dotted[2] ?? '' }
  }
  const of = /^(.+?)\s+(?:of|in|on|from|for)\s+(.+)$/iu.exec(text)
  const byOf = of === null ? null : tableAt(scene, of[2] ?? '')
  if (of !== null && byOf !== null) return { table: byOf, column: of[1] ?? '' }
  const in2 = /^(.+?)\s*\((.+)\)$/u.exec(text)
  const byIn = in2 === null ? null : tableAt(scene, in2[1] ?? '')
  if (in2 !== null && byIn !== null) return { table: byIn, column: in2[2] ?? '' }
  // `customer email`, `customers' email`
  const words = text.split(' ')
  for (let at = words.length - 1; at > 0; at--) {
    const table = tableAt(
      scene,
      words
        .slice(0, at)
        .join(' ')
        .replace(/['’]s?$/u, ''),
    )
    const column = words.slice(at).join(' ')
    if (table !== null && columnsCalled(scene, table, column, EXACT).length > 0) return { table, column }
  }
  return null
}

export function listed(names: readonly string[], word = 'or'): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} ${word} ${names.at(-1) ?? ''}`
}
