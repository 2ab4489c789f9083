import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { TransactionSql } from 'postgres'
import { CATALOGUE_TABLES, readCatalogue } from './catalogue.ts'
import type { CatalogueTable } from './catalogue.ts'
import { copyText } from './copy-text.ts'
import type { CopyCell } from './copy-text.ts'
import { generateOrders } from './order-history.ts'
import { ORDER_COLUMNS, ORDER_DETAIL_COLUMNS, orderDetailRows, orderRows } from './order-rows.ts'

export interface LoadOptions {
  /** The folder with schema.sql, foreign-keys.sql and data/. */
  directory: string
  /** A whole number from 1: how many times the 830 orders of the sample. */
  factor: number
}

/**
 * Makes and fills Northwind's tables in the schema public of an empty database, and gathers statistics. All in the
 * caller's transaction, owned by its current role: either everything is there when it commits, or nothing.
 */
export async function loadNorthwind(sql: TransactionSql, { directory, factor }: LoadOptions): Promise<void> {
  const [catalogue, schema, foreignKeys] = await Promise.all([
    readCatalogue(directory),
    readFile(join(directory, 'schema.sql'), 'utf8'),
    readFile(join(directory, 'foreign-keys.sql'), 'utf8'),
  ])
  await sql`SET LOCAL search_path = public`
  await sql.unsafe(schema)
  for (const table of CATALOGUE_TABLES) {
    await insertInto(sql, table, catalogue[table])
  }
  // Made twice, since a session copies into one table at a time and the whole history may not fit in memory.
  await copyInto(sql, 'orders', ORDER_COLUMNS, orderRows(generateOrders(catalogue, factor)))
  await copyInto(
    sql,
    'order_details',
    ORDER_DETAIL_COLUMNS,
    orderDetailRows(generateOrders(catalogue, factor)),
  )
  await sql.unsafe(foreignKeys)
  await sql`ANALYZE ${sql([...CATALOGUE_TABLES, 'orders', 'order_details'])}`
}

/** For the small tables: a COPY costs some 90 ms whatever its size, waiting for TCP's delayed acknowledgements. */
async function insertInto(
  sql: TransactionSql,
  table: string,
  { columns, rows }: CatalogueTable,
): Promise<void> {
  const records = rows.map(row =>
    Object.fromEntries(columns.map((column, index) => [column, row[index] ?? null])),
  )
  await sql`INSERT INTO ${sql(table)} ${sql(records, ...columns)}`
}

/** FREEZE, because the tables are made in this same transaction: no VACUUM has to follow. */
async function copyInto(
  sql: TransactionSql,
  table: string,
  columns: readonly string[],
  rows: Iterable<readonly CopyCell[]>,
): Promise<void> {
  const copy = await sql`COPY ${sql(table)} (${sql([...columns])}) FROM STDIN (FREEZE)`.writable()
  await pipeline(Readable.from(copyText(rows)), copy)
}
