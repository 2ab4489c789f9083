import type {
  Catalog,
  CatalogColumn,
  CatalogIndex,
  CatalogTable,
  Cell,
  ForeignKey,
  Row,
  TableKind,
} from '../../domain.ts'
import { catalogVersion } from '../catalog-version.ts'
import { listOf, textOf, textOrNull } from '../cell-text.ts'
import { groupRows } from '../group-rows.ts'
import {
  COLUMNS_QUERY,
  INDEXES_QUERY,
  KEYS_QUERY,
  SEARCH_PATH_QUERY,
  TABLES_QUERY,
} from './catalog-queries.ts'
import { columnKind } from './column-kind.ts'
import type { Session } from './driver.ts'

const TABLE_KINDS: Readonly<Record<string, TableKind>> = {
  r: 'TABLE',
  p: 'TABLE',
  v: 'VIEW',
  m: 'MATERIALIZED_VIEW',
  f: 'FOREIGN_TABLE',
}

/** Reads the catalog of all that the login can SELECT from, in five statements in the session's transaction. */
export async function readCatalog(session: Session, readAt: Date): Promise<Catalog> {
  const tables = await session.query(TABLES_QUERY)
  const columns = groupByRelation(await session.query(COLUMNS_QUERY))
  const keys = groupByRelation(await session.query(KEYS_QUERY))
  const indexes = groupByRelation(await session.query(INDEXES_QUERY))
  const [path] = await session.query(SEARCH_PATH_QUERY)

  const nameOf = new Map(
    tables.map(([oid, schema, name]) => [Number(oid), { schema: textOf(schema), name: textOf(name) }]),
  )
  const columnNames = new Map(
    [...columns].map(([oid, rows]) => [oid, new Map(rows.map(row => [Number(row[1]), textOf(row[2])]))]),
  )
  const named = (oid: number, numbers: Cell | undefined) =>
    listOf(numbers).map(number => columnNames.get(oid)?.get(Number(number)) ?? '')

  function readForeignKey(key: Row): ForeignKey {
    const target = Number(key[3])
    return {
      columns: named(Number(key[0]), key[2]),
      referencesSchema: nameOf.get(target)?.schema ?? '',
      referencesTable: nameOf.get(target)?.name ?? '',
      referencesColumns: named(target, key[4]),
    }
  }

  /** None when the login may not read the column. */
  function readIndex(relation: number, [, number, expression, ordered]: Row): readonly CatalogIndex[] {
    const text = textOrNull(expression)
    const [column = ''] = text === null ? named(relation, [Number(number)]) : []
    if (text === null && column === '') return []
    return [{ column: text === null ? column : null, expression: text, ordered: ordered === true }]
  }

  function readTable([oid, schema, name, kind, comment, estimate]: Row): CatalogTable {
    const relation = Number(oid)
    const tableKeys = keys.get(relation) ?? []
    const primaryKey = tableKeys.filter(key => key[1] === 'p').flatMap(key => named(relation, key[2]))
    return {
      schema: textOf(schema),
      name: textOf(name),
      kind: TABLE_KINDS[textOf(kind)] ?? 'TABLE',
      comment: textOrNull(comment),
      rowEstimate: typeof estimate === 'number' ? Math.round(estimate) : null,
      columns: (columns.get(relation) ?? []).map(row => readColumn(row, primaryKey)),
      primaryKey: primaryKey.filter(isReadable),
      // A key over a column that the login cannot read cannot be used in a join either.
      foreignKeys: tableKeys
        .filter(key => key[1] === 'f')
        .map(readForeignKey)
        .filter(key => [...key.columns, ...key.referencesColumns].every(isReadable)),
      indexes: (indexes.get(relation) ?? []).flatMap(index => readIndex(relation, index)),
    }
  }

  const content = { tables: tables.map(readTable), searchPath: listOf(path?.[0]).map(textOf) }
  return { ...content, readAt, version: catalogVersion(content) }
}

function readColumn(row: Row, primaryKey: readonly string[]): CatalogColumn {
  const [, , name, type, baseOid, category, notNull, comment, labels, generated] = row
  return {
    name: textOf(name),
    type: textOf(type),
    kind: columnKind(Number(baseOid), textOf(category)),
    nullable: notNull !== true,
    primaryKey: primaryKey.includes(textOf(name)),
    comment: textOrNull(comment),
    enumValues: labels == null ? null : listOf(labels).map(textOf),
    generated: generated === true,
  }
}

function isReadable(columnName: string): boolean {
  return columnName !== ''
}

/** The relation's OID is the first cell of what is read about it. */
function groupByRelation(rows: readonly Row[]): Map<number, Row[]> {
  return groupRows(rows, ([relation]) => Number(relation))
}
