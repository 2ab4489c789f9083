import type { Dialect } from '../databases/database.ts'
import type { Catalog, CatalogColumn, CatalogTable, ColumnValues } from '../domain.ts'
import { asPromptData, escapeMarks } from './prompt-data.ts'
import { rankTables, wordsOf } from './table-relevance.ts'

const MAX_COLUMNS_PER_TABLE = 120
/** MySQL prints every label of an enum into its type. */
const MAX_TYPE_LENGTH = 80
const MAX_COMMENT_LENGTH = 200
const MAX_VALUES_PER_COLUMN = 12
const MAX_VALUE_LENGTH = 40
const MAX_ENUM_LABELS = 40
/** What is left of the room when tables in full no longer fit goes to bare names. */
const SHARE_FOR_BARE_NAMES = 0.15

export interface CatalogTextInput {
  catalog: Catalog
  /** Empty where the privacy level does not let values out. */
  values: readonly ColumnValues[]
  dialect: Dialect
  /** What is asked, earlier questions included: decides what stays when not everything fits. */
  question: string
  maxChars: number
}

interface Shown extends CatalogTextInput {
  /** The schema that a bare table name leads to. */
  homes: ReadonlyMap<string, string>
  valuesOf: ReadonlyMap<string, ColumnValues>
}

/**
 * The catalog as a model reads it: a block per table, in catalog order when all fit, else the most relevant in full,
 * then names only, then a count of what is missing.
 */
export function catalogText(asked: CatalogTextInput): string {
  const { catalog, maxChars } = asked
  if (catalog.tables.length === 0) return '(This login can read no table.)'
  const input: Shown = {
    ...asked,
    homes: homesOf(catalog),
    valuesOf: new Map(asked.values.map(known => [columnKey(known.schema, known.table, known.column), known])),
  }
  const whole = catalog.tables.map(table => tableText(table, input)).join('\n')
  if (whole.length <= maxChars) return whole

  const ranked = rankTables(catalog.tables, input.question)
  const full: string[] = []
  let room = maxChars * (1 - SHARE_FOR_BARE_NAMES)
  for (const table of ranked) {
    const text = tableText(table, input)
    if (text.length > room) break
    full.push(text)
    room -= text.length + 1
  }
  return [
    `(The catalog is too large to show. In full: the ${full.length} of ${ranked.length} tables nearest to the question.)`,
    ...full,
    bareNames(ranked.slice(full.length), input, room + maxChars * SHARE_FOR_BARE_NAMES),
  ].join('\n')
}

function bareNames(tables: readonly CatalogTable[], input: Shown, maxChars: number): string {
  const names: string[] = []
  let room = maxChars
  for (const table of tables) {
    const name = tableName(table.schema, table.name, input)
    if (name.length + 2 > room) break
    names.push(name)
    room -= name.length + 2
  }
  const missing = tables.length - names.length
  return [
    ...(names.length > 0 ? [`(Names only, columns not shown: ${names.join(', ')})`] : []),
    ...(missing > 0 ? [`(${missing} more tables are not shown.)`] : []),
  ].join('\n')
}

function tableText(table: CatalogTable, input: Shown): string {
  const kind = table.kind === 'TABLE' ? 'table' : table.kind.toLowerCase().replaceAll('_', ' ')
  const rows = table.rowEstimate === null ? '' : ` (about ${Math.round(table.rowEstimate)} rows)`
  const shown = columnsToShow(table, input.question)
  const hidden = table.columns.length - shown.length
  return [
    `${kind} ${tableName(table.schema, table.name, input)}${rows}${commentText(table.comment)}`,
    ...shown.map(column => `  ${columnText(column, table, input)}`),
    ...(hidden > 0 ? [`  (${hidden} more columns are not shown)`] : []),
    ...(table.primaryKey.length > 1 ? [`  primary key (${nameList(table.primaryKey, input)})`] : []),
    ...table.foreignKeys
      .filter(key => key.columns.length > 1)
      .map(
        key =>
          `  foreign key (${nameList(key.columns, input)}) -> ` +
          `${tableName(key.referencesSchema, key.referencesTable, input)}(${nameList(key.referencesColumns, input)})`,
      ),
  ].join('\n')
}

/** Of a very wide table, those that the question mentions come first. */
function columnsToShow(table: CatalogTable, question: string): readonly CatalogColumn[] {
  if (table.columns.length <= MAX_COLUMNS_PER_TABLE) return table.columns
  const asked = wordsOf(question)
  const isKey = ({ name }: CatalogColumn) =>
    table.primaryKey.includes(name) || table.foreignKeys.some(key => key.columns.includes(name))
  const rank = (column: CatalogColumn) =>
    isKey(column)
      ? 2
      : [...wordsOf(`${column.name} ${column.comment ?? ''}`)].some(word => asked.has(word))
        ? 1
        : 0
  return [...table.columns].sort((a, b) => rank(b) - rank(a)).slice(0, MAX_COLUMNS_PER_TABLE)
}

function columnText(column: CatalogColumn, table: CatalogTable, input: Shown): string {
  const target = table.foreignKeys.find(key => key.columns.length === 1 && key.columns[0] === column.name)
  return [
    identifier(column.name, input),
    escapeMarks(column.type.slice(0, MAX_TYPE_LENGTH)),
    ...(table.primaryKey.length === 1 && column.primaryKey ? ['primary key'] : []),
    ...(column.nullable ? [] : ['not null']),
    ...(target
      ? [
          `-> ${tableName(target.referencesSchema, target.referencesTable, input)}` +
            `(${nameList(target.referencesColumns, input)})`,
        ]
      : []),
    ...enumText(column),
    ...valuesText(column, table, input),
  ]
    .join(' ')
    .concat(commentText(column.comment))
}

function enumText(column: CatalogColumn): string[] {
  if (column.enumValues === null) return []
  const labels = column.enumValues
    .slice(0, MAX_ENUM_LABELS)
    .map(label => asPromptData(label, MAX_VALUE_LENGTH))
  const rest = column.enumValues.length - labels.length
  return [`one of ${labels.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`]
}

/** The first few values: the same ones whatever is asked, so that the prompt stays in the provider's cache. */
function valuesText(column: CatalogColumn, table: CatalogTable, input: Shown): string[] {
  const known = input.valuesOf.get(columnKey(table.schema, table.name, column.name))
  if (!known || known.values.length === 0) return []
  const shown = known.values.slice(0, MAX_VALUES_PER_COLUMN)
  const all = known.complete && shown.length === known.values.length
  return [
    `${all ? 'values' : 'e.g.'} ${shown.map(value => asPromptData(value, MAX_VALUE_LENGTH)).join(', ')}`,
  ]
}

function commentText(comment: string | null): string {
  return comment === null || comment.trim() === ''
    ? ''
    : ` -- ${asPromptData(comment.trim(), MAX_COMMENT_LENGTH)}`
}

/** Bare where the search path leads to it. */
function tableName(schema: string, name: string, input: Shown): string {
  const bare = input.homes.get(name) === schema
  return bare ? identifier(name, input) : `${identifier(schema, input)}.${identifier(name, input)}`
}

function nameList(names: readonly string[], input: Shown): string {
  return names.map(name => identifier(name, input)).join(', ')
}

function identifier(name: string, { dialect }: Shown): string {
  return escapeMarks(dialect.quoteIdentifier(name))
}

function homesOf(catalog: Catalog): ReadonlyMap<string, string> {
  const homes = new Map<string, string>()
  for (const path of catalog.searchPath)
    for (const table of catalog.tables)
      if (table.schema === path && !homes.has(table.name)) homes.set(table.name, path)
  return homes
}

function columnKey(schema: string, table: string, column: string): string {
  return JSON.stringify([schema, table, column])
}
