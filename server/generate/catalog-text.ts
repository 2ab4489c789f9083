import type { Dialect } from '../databases/database.ts'
import type { Catalog, CatalogColumn, CatalogTable, ColumnValues } from '../domain.ts'
import { estimateTokens } from './estimate-tokens.ts'
import { wordsOf } from './link-tables.ts'
import { asPromptData, escapeMarks } from './prompt-data.ts'

const MAX_COLUMNS_PER_TABLE = 120
/** MySQL prints every label of an enum into its type. */
const MAX_TYPE_LENGTH = 80
const MAX_COMMENT_LENGTH = 200
const MAX_VALUES_PER_COLUMN = 12
const MAX_VALUES_WHERE_SHORT = 4
const MAX_VALUE_LENGTH = 40
const MAX_ENUM_LABELS = 40
/** Of the room when not everything fits: tables in full, then tables with the names of their columns, then bare names. */
const SHARE_IN_FULL = 0.45
const SHARE_WITH_COLUMNS = 0.45

/** The same facts in other forms and another order: what a model reads first and last weighs most. */
export type CatalogRendering = 'BLOCKS' | 'DEFINITIONS' | 'LINES'

export interface CatalogTextInput {
  catalog: Catalog
  /** Empty where the privacy level does not let values out. */
  values: readonly ColumnValues[]
  dialect: Dialect
  /** Default: BLOCKS. */
  rendering?: CatalogRendering
}

/** What of a catalog is in a text. */
export interface LinkedText {
  text: string
  /** With at least the names of their columns. */
  tables: readonly CatalogTable[]
  /** By name only. */
  named: number
  missing: number
}

interface Shown extends CatalogTextInput {
  /** The schema that a bare table name leads to. */
  homes: ReadonlyMap<string, string>
  valuesOf: ReadonlyMap<string, ColumnValues>
  /** Decides which columns of a very wide table are shown; empty where the text must be the same for every question. */
  question: string
  /** One line a table, with fewer values and without what a query can do without. */
  short: boolean
}

/** The whole catalog as a model reads it, a block per table; the same whatever is asked. */
export function catalogText(input: CatalogTextInput): string {
  if (input.catalog.tables.length === 0) return '(This login can read no table.)'
  const shown = shownOf(input, '', input.rendering === 'LINES')
  const write = input.rendering === 'DEFINITIONS' ? definitionText : tableText
  return inOrder(
    input.catalog.tables.map(table => write(table, shown)),
    input.rendering,
  ).join('\n')
}

/**
 * As much of a large catalog as fits, in the order given: the first tables in full, then tables with the names of their
 * columns, then names only, then a count of what is missing.
 */
export function linkedCatalogText(
  input: CatalogTextInput & { ranked: readonly CatalogTable[]; question: string; maxTokens: number },
): LinkedText {
  const { ranked, maxTokens } = input
  const shown = shownOf(input, input.question, true)
  const lines: string[] = []
  const tables: CatalogTable[] = []
  let next = 0
  const take = (room: number, write: (table: CatalogTable) => string) => {
    let left = room
    for (; next < ranked.length; next++) {
      const table = ranked[next]
      const line = table ? write(table) : ''
      const cost = estimateTokens(line) + 1
      if (!table || cost > left) break
      lines.push(line)
      tables.push(table)
      left -= cost
    }
    return left
  }
  const leftInFull = take(maxTokens * SHARE_IN_FULL, table => tableText(table, shown))
  const left = take(leftInFull + maxTokens * SHARE_WITH_COLUMNS, table => columnNames(table, shown))
  const bare: string[] = []
  let room = left + maxTokens * (1 - SHARE_IN_FULL - SHARE_WITH_COLUMNS)
  for (; next < ranked.length; next++) {
    const table = ranked[next]
    const name = table ? tableName(table.schema, table.name, shown) : ''
    const cost = estimateTokens(name) + 1
    if (cost > room) break
    bare.push(name)
    room -= cost
  }
  const missing = ranked.length - tables.length - bare.length
  return {
    text: [
      `(The catalog has ${ranked.length} tables. Those nearest to the question:)`,
      ...inOrder(lines, input.rendering),
      ...(bare.length > 0 ? [`(Names only, columns not shown: ${bare.join(', ')})`] : []),
      ...(missing > 0 ? [`(${missing} more tables are not shown.)`] : []),
    ].join('\n'),
    tables,
    named: bare.length,
    missing,
  }
}

function shownOf(input: CatalogTextInput, question: string, short: boolean): Shown {
  return {
    ...input,
    question,
    short,
    homes: homesOf(input.catalog),
    valuesOf: new Map(input.values.map(known => [columnKey(known.schema, known.table, known.column), known])),
  }
}

function columnNames(table: CatalogTable, input: Shown): string {
  return `${tableName(table.schema, table.name, input)}(${nameList(
    columnsToShow(table, input.question).map(({ name }) => name),
    input,
  )})`
}

function tableText(table: CatalogTable, input: Shown): string {
  const kind = table.kind === 'TABLE' ? 'table' : table.kind.toLowerCase().replaceAll('_', ' ')
  const rows = table.rowEstimate === null ? '' : ` (about ${Math.round(table.rowEstimate)} rows)`
  const shown = columnsToShow(table, input.question)
  const hidden = table.columns.length - shown.length
  const parts = [
    ...shown.map(column => columnText(column, table, input)),
    ...(hidden > 0 ? [`(${hidden} more columns are not shown)`] : []),
    ...(table.primaryKey.length > 1 ? [`primary key (${nameList(table.primaryKey, input)})`] : []),
    ...table.foreignKeys
      .filter(key => key.columns.length > 1)
      .map(
        key =>
          `foreign key (${nameList(key.columns, input)}) -> ` +
          `${tableName(key.referencesSchema, key.referencesTable, input)}(${nameList(key.referencesColumns, input)})`,
      ),
  ]
  const head = `${kind} ${tableName(table.schema, table.name, input)}${rows}${commentText(table.comment)}`
  return input.short ? `${head}: ${parts.join('; ')}` : [head, ...parts.map(part => `  ${part}`)].join('\n')
}

/** As SQL would make it; keys of several columns as SQL writes them too. */
function definitionText(table: CatalogTable, input: Shown): string {
  const kind = table.kind === 'TABLE' ? 'TABLE' : table.kind.replaceAll('_', ' ')
  const rows = table.rowEstimate === null ? '' : ` /* about ${Math.round(table.rowEstimate)} rows */`
  const parts = tableText({ ...table, comment: null, rowEstimate: null }, input)
    .split('\n')
    .slice(1)
  const name = tableName(table.schema, table.name, input)
  return [`CREATE ${kind} ${name} (${commentText(table.comment)}`, ...parts, `)${rows};`].join('\n')
}

function inOrder(texts: readonly string[], rendering: CatalogRendering = 'BLOCKS'): readonly string[] {
  if (rendering === 'BLOCKS') return texts
  return rendering === 'LINES' ? [...texts].sort() : [...texts].reverse()
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
    ...(column.nullable || input.short ? [] : ['not null']),
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
  const shown = known.values.slice(0, input.short ? MAX_VALUES_WHERE_SHORT : MAX_VALUES_PER_COLUMN)
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
