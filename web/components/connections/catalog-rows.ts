import type { TableNamesQuery, TablesQuery } from '../../graphql/generated/graphql.ts'

export type NamedTable = NonNullable<TableNamesQuery['connection']>['tables'][number]
export type TableWithColumns = NonNullable<TablesQuery['connection']>['tables'][number]
export type CatalogColumn = TableWithColumns['columns'][number]

/** What is known of an opened table's columns so far. */
export type OpenedTable = { columns: readonly CatalogColumn[] } | { problem: string } | 'loading'

/** One line of the list: a table, or something of an opened one. */
export type CatalogRow =
  | { kind: 'table'; key: string; table: NamedTable; open: boolean }
  | { kind: 'column'; key: string; table: NamedTable; column: CatalogColumn }
  | { kind: 'note'; key: string; words: string }

export function tableKey({ schema, name }: { schema: string; name: string }): string {
  return JSON.stringify([schema, name])
}

/** Tables with the columns of those that are open, as one flat list of lines to draw a window of. */
export function catalogRows(
  tables: readonly NamedTable[],
  opened: ReadonlyMap<string, OpenedTable>,
): CatalogRow[] {
  return tables.flatMap((table): CatalogRow[] => {
    const key = tableKey(table)
    const inside = opened.get(key)
    const head: CatalogRow = { kind: 'table', key, table, open: inside !== undefined }
    if (inside === undefined) return [head]
    if (inside === 'loading')
      return [head, { kind: 'note', key: `${key} note`, words: 'Reading its columns…' }]
    if ('problem' in inside) return [head, { kind: 'note', key: `${key} note`, words: inside.problem }]
    return [
      head,
      ...inside.columns.map((column): CatalogRow => ({
        kind: 'column',
        key: `${key} ${column.name}`,
        table,
        column,
      })),
    ]
  })
}
