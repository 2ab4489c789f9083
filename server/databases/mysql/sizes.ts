import { textOf } from '../cell-text.ts'
import type { TableSize } from '../schema-changes.ts'
import type { Session } from './driver.ts'
import { quoteIdentifier } from './quote.ts'
import { serverTraits } from './server-traits.ts'

const SIZES_QUERY = `
  select table_name, table_rows + 0e0, data_length + index_length + 0e0, data_length + 0e0, auto_increment + 0e0
  from information_schema.tables where table_schema = database() and table_type <> 'VIEW'
  order by cast(table_name as binary)`

/** The page that every table of InnoDB has. */
const EMPTY_BYTES = 16_384

/** Of MySQL since 8.0.29; for logins with the right PROCESS. */
const ROW_VERSIONS_QUERY = `
  select substr(name, char_length(database()) + 2), total_row_versions + 0e0 from information_schema.innodb_tables
  where name like concat(replace(replace(database(), '_', '\\_'), '%', '\\%'), '/%')`

/** By the statistics of the engine. No rows in more than one page means that they have not been counted yet. */
export async function readSizes(session: Session): Promise<TableSize[]> {
  const rowVersions = await readRowVersions(session)
  return (await session.query(SIZES_QUERY)).map(([name, rows, bytes, dataBytes, nextNumber]) => ({
    id: `TABLE ${quoteIdentifier(textOf(name))}`,
    rows: typeof rows === 'number' && !(rows === 0 && Number(dataBytes) > EMPTY_BYTES) ? rows : null,
    bytes: typeof bytes === 'number' ? bytes : null,
    nextNumber: typeof nextNumber === 'number' ? nextNumber : null,
    rowVersions: rowVersions.get(textOf(name)) ?? null,
  }))
}

/** Where the login may not see it nobody knows, which is no reason to stop. Not tried on a MySQL 8 yet. */
async function readRowVersions(session: Session): Promise<ReadonlyMap<string, number>> {
  if (!serverTraits(session.server).includes('COUNTS_ROW_VERSIONS')) return new Map()
  const rows = await session.query(ROW_VERSIONS_QUERY).catch(() => [])
  return new Map(rows.map(([name, versions]) => [textOf(name), Number(versions)]))
}
