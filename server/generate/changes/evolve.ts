import type { Catalog, CatalogColumn, CatalogTable } from '../../domain.ts'
import type { Change, ColumnPlace, NewColumn } from './change.ts'
import { holds } from './column-types.ts'

const KINDS = {
  text: 'TEXT',
  number: 'DECIMAL',
  boolean: 'BOOLEAN',
  date: 'DATE',
  time: 'TIME',
  moment: 'TIMESTAMP',
  other: 'OTHER',
} as const

/** The catalog after a change, so far as the clauses after it need it. */
export function evolve(catalog: Catalog, change: Change): Catalog {
  const replace = (table: CatalogTable, by: CatalogTable | null): Catalog => ({
    ...catalog,
    tables: catalog.tables.flatMap(one => (one === table ? (by === null ? [] : [by]) : [one])),
  })
  switch (change.kind) {
    case 'ADD_COLUMN':
      return replace(change.table, {
        ...change.table,
        columns: [...change.table.columns, asColumn(change.column)],
      })
    case 'DROP_COLUMN':
      return replace(change.table, {
        ...change.table,
        columns: change.table.columns.filter(column => column !== change.column),
      })
    case 'RENAME_COLUMN':
      return replace(change.table, {
        ...change.table,
        columns: change.table.columns.map(column =>
          column === change.column ? { ...column, name: change.to } : column,
        ),
      })
    case 'SET_NULLABLE':
      return replace(change.table, {
        ...change.table,
        columns: change.table.columns.map(column =>
          column.name === change.column.name
            ? { ...column, nullable: change.nullable || column.nullable }
            : column,
        ),
      })
    case 'RENAME_TABLE':
      return replace(change.table, { ...change.table, name: change.to })
    case 'DROP_TABLE':
      return replace(change.table, null)
    case 'CREATE_TABLE': {
      const columns = change.columns.map(asColumn)
      const primaryKey = change.columns.filter(column => column.primaryKey).map(({ name }) => name)
      const table: CatalogTable = {
        ...{ schema: change.schema, name: change.table, kind: 'TABLE', comment: null, rowEstimate: 0 },
        ...{ columns, primaryKey, foreignKeys: [] },
      }
      return { ...catalog, tables: [...catalog.tables, table] }
    }
    default:
      return catalog
  }
}

function asColumn({ name, type, required, primaryKey }: NewColumn): CatalogColumn {
  return {
    ...{
      name,
      type: type.kind === 'NATIVE' ? type.sql : type.kind,
      kind: KINDS[holds(type)],
      nullable: !required,
    },
    ...{ primaryKey, comment: null, enumValues: null, generated: false },
  }
}

/** What is said of a column that this request adds belongs to its definition. */
export function fold(changes: readonly Change[]): readonly Change[] {
  const folded: Change[] = []
  for (const change of changes) {
    const at =
      'column' in change || 'columns' in change
        ? folded.findLastIndex(before => isAddedBy(before, change))
        : -1
    const before = folded[at]
    const merged = before?.kind === 'ADD_COLUMN' ? merge(before, change) : null
    const last = folded.at(-1)
    // `make it required and fill it with …`: the rows first.
    if (
      change.kind === 'SET_NULLABLE' &&
      change.fill !== null &&
      last?.kind === 'SET_NULLABLE' &&
      last.column.name === change.column.name &&
      last.table.name === change.table.name
    ) {
      folded[folded.length - 1] = { ...last, fill: change.fill }
      continue
    }
    if (merged === null) folded.push(change)
    else folded[at] = merged
  }
  return folded
}

function isAddedBy(before: Change, change: Change): boolean {
  if (before.kind !== 'ADD_COLUMN' || change.kind === 'ADD_COLUMN' || !('table' in change)) return false
  if (typeof change.table === 'string' || change.table.name !== before.table.name) return false
  const names =
    'column' in change
      ? [change.column.name]
      : 'columns' in change && change.columns !== null
        ? change.columns.map(column => (typeof column === 'string' ? column : column.name))
        : []
  return names.length === 1 && names[0] === before.column.name
}

type Added = Extract<Change, { kind: 'ADD_COLUMN' }>

function merge(before: Added, change: Change): Added | null {
  const withColumn = (more: Partial<NewColumn>): Added => ({
    ...before,
    column: { ...before.column, ...more },
  })
  switch (change.kind) {
    case 'SET_NULLABLE':
      if (change.fill !== null) return { ...before, fill: change.fill }
      return withColumn({ required: !change.nullable })
    case 'SET_DEFAULT':
      return withColumn({ default: change.value })
    case 'SET_TYPE':
      return withColumn({ type: change.type })
    case 'ADD_UNIQUE':
      return withColumn({ unique: true })
    case 'ADD_CHECK':
      return withColumn({ conditions: [...before.column.conditions, change.condition] })
    case 'ADD_FOREIGN_KEY':
      return withColumn({ references: change.references })
    case 'COMMENT_ON_COLUMN':
      return withColumn({ comment: change.comment })
    default:
      return null
  }
}

export function placeOf(
  change: Change,
): Partial<ColumnPlace> & { lastTable: CatalogTable | null; lastColumn: string | null } {
  switch (change.kind) {
    case 'ADD_COLUMN':
      return { lastTable: change.table, lastColumn: change.column.name }
    case 'RENAME_COLUMN':
      return { lastTable: change.table, lastColumn: change.to }
    case 'CREATE_TABLE':
    case 'CREATE_VIEW':
    case 'DROP_TABLE':
      return { lastTable: null, lastColumn: null }
    case 'DROP_COLUMN':
    case 'RENAME_TABLE':
    case 'DROP_KEY':
    case 'COMMENT_ON_TABLE':
      return { lastTable: change.table, lastColumn: null }
    case 'ADD_UNIQUE':
    case 'ADD_INDEX':
    case 'ADD_PRIMARY_KEY':
      return { lastTable: change.table, lastColumn: change.columns[0]?.name ?? null }
    case 'ADD_FOREIGN_KEY':
      return { lastTable: change.table, lastColumn: change.columns[0] ?? null }
    default:
      return { lastTable: change.table, lastColumn: change.column.name }
  }
}
