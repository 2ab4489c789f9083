import type {
  Catalog,
  CatalogColumn,
  CatalogIndex,
  CatalogTable,
  ForeignKey,
  Row,
  TableKind,
} from '../../domain.ts'
import { catalogVersion } from '../catalog-version.ts'
import { textOf, textOrNull } from '../cell-text.ts'
import { groupRows } from '../group-rows.ts'
import {
  COLUMNS_QUERY,
  DATABASE_QUERY,
  KEYS_QUERY,
  readableElsewhereQuery,
  TABLES_QUERY,
} from './catalog-queries.ts'
import { columnKind, columnType, enumLabels } from './column-kind.ts'
import { quoteText } from './quote.ts'
import type { Session } from './driver.ts'
import { readJsonColumns } from './json-columns.ts'

/** Engines whose rows are on another server. */
const FOREIGN_ENGINES = /^(FEDERATED|CONNECT|SPIDER)$/i

/**
 * Reads the catalog of all in the session's database that the login can SELECT from, in a few statements. A
 * column belongs to it when the login may select that column, a table when it has such a column. Other databases of
 * the server are left out; a key that points there stays where the login can read its other end.
 */
export async function readCatalog(session: Session, readAt: Date): Promise<Catalog> {
  const [[database] = []] = await session.query(DATABASE_QUERY)
  const schema = textOf(database)
  const tables = await session.query(TABLES_QUERY)
  const columns = groupByTableName(await session.query(COLUMNS_QUERY))
  const keys = groupByTableName(await session.query(KEYS_QUERY))
  const longTexts = [...columns].flatMap(([table, rows]) => {
    const names = rows.filter(row => row[2] === 'longtext').map(row => textOf(row[1]))
    return names.length === 0 ? [] : [{ schema, table, columns: names }]
  })
  const jsonColumns = await readJsonColumns(session, longTexts)
  const elsewhere = await readReadableElsewhere(session, schema, [...keys.values()].flat())

  const readableColumns = (key: ForeignKey) =>
    key.referencesSchema === schema
      ? new Set(columns.get(key.referencesTable)?.map(row => textOf(row[1])))
      : elsewhere.get(placeOf(key.referencesSchema, key.referencesTable))

  function readTable([tableName, type, engine, comment, estimate]: Row): CatalogTable {
    const name = textOf(tableName)
    const kind = tableKind(textOf(type), textOf(engine))
    const isJson = (column: string) => jsonColumns.get(name)?.has(column) ?? false
    const tableKeys = keys.get(name) ?? []
    const primaryKey = tableKeys.filter(key => key[4] === null).map(key => textOf(key[2]))
    const tableColumns = (columns.get(name) ?? []).map(row => readColumn(row, primaryKey, isJson))
    const readable = new Set(tableColumns.map(column => column.name))
    return {
      schema,
      name,
      kind,
      // A view has none, and says VIEW, or what is wrong with it, in that place.
      comment: kind === 'VIEW' ? null : textOrNull(comment) || null,
      rowEstimate: kind === 'VIEW' || estimate == null ? null : Number(estimate),
      columns: tableColumns,
      primaryKey: primaryKey.filter(column => readable.has(column)),
      // A key over a column that the login cannot read cannot be used in a join either.
      foreignKeys: readForeignKeys(tableKeys).filter(
        key =>
          key.columns.every(column => readable.has(column)) &&
          key.referencesColumns.every(column => readableColumns(key)?.has(column)),
      ),
      indexes: (columns.get(name) ?? []).flatMap(row => readIndex(row, primaryKey)),
    }
  }

  const content = {
    tables: tables.map(readTable).filter(table => table.columns.length > 0),
    searchPath: schema === '' ? [] : [schema],
  }
  return { ...content, readAt, version: catalogVersion(content) }
}

/** Partitioned and system-versioned ones are tables like others; so are those of a session that are temporary. */
function tableKind(type: string, engine: string): TableKind {
  if (type.endsWith('VIEW')) return 'VIEW'
  return FOREIGN_ENGINES.test(engine) ? 'FOREIGN_TABLE' : 'TABLE'
}

function readColumn(
  [, columnName, dataType, printedType, nullable, comment, expression]: Row,
  primaryKey: readonly string[],
  isJson: (column: string) => boolean,
): CatalogColumn {
  const name = textOf(columnName)
  const type = columnType(textOf(printedType))
  return {
    name,
    type,
    kind: isJson(name) ? 'JSON' : columnKind(textOf(dataType), type),
    nullable: nullable === 'YES',
    primaryKey: primaryKey.includes(name),
    comment: textOrNull(comment) || null,
    enumValues: enumLabels(textOf(printedType)),
    generated: textOf(expression) !== '',
  }
}

/**
 * What the server says of a column: PRI for any of the primary key, UNI and MUL for the first of another index, of
 * whichever kind. To list the indexes would open each table once more. A column that is computed from others stands for
 * its expression too: MySQL uses its index where the expression is written.
 */
function readIndex(row: Row, primaryKey: readonly string[]): readonly CatalogIndex[] {
  const [column, expression, key] = [textOf(row[1]), textOf(row[6]), textOf(row[7])]
  if (key !== 'UNI' && key !== 'MUL' && !(key === 'PRI' && primaryKey[0] === column)) return []
  const own: CatalogIndex = { column, expression: null, ordered: true }
  return expression === '' ? [own] : [own, { column: null, expression, ordered: true }]
}

function readForeignKeys(tableKeys: readonly Row[]): ForeignKey[] {
  const groups = groupRows(
    tableKeys.filter(key => key[4] !== null),
    key => textOf(key[1]),
  )
  return [...groups.values()].map(rows => ({
    columns: rows.map(row => textOf(row[2])),
    referencesSchema: textOf(rows[0]?.[3]),
    referencesTable: textOf(rows[0]?.[4]),
    referencesColumns: rows.map(row => textOf(row[5])),
  }))
}

/** The columns that can be read of each table in another database that a key points to. */
async function readReadableElsewhere(
  session: Session,
  schema: string,
  keys: readonly Row[],
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const foreign = keys.filter(key => key[4] !== null && key[3] !== schema)
  if (foreign.length === 0) return new Map()
  const targets = groupRows(foreign, key => placeOf(textOf(key[3]), textOf(key[4])))
  const tables = [...targets.values()].map(([key]) => ({ schema: textOf(key?.[3]), table: textOf(key?.[4]) }))
  const rows = await session.query(readableElsewhereQuery(tables, quoteText))
  const groups = groupRows(rows, ([where, table]) => placeOf(textOf(where), textOf(table)))
  return new Map([...groups].map(([place, found]) => [place, new Set(found.map(row => textOf(row[2])))]))
}

function placeOf(outer: string, inner: string): string {
  return JSON.stringify([outer, inner])
}

function groupByTableName(rows: readonly Row[]): Map<string, Row[]> {
  return groupRows(rows, ([table]) => textOf(table))
}
