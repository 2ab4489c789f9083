import { textOf } from '../cell-text.ts'
import type { TableSize } from '../schema-changes.ts'
import type { Session } from './driver.ts'
import { quoteIdentifier } from './quote.ts'

const SIZES_QUERY = `
  select table_name, table_rows + 0e0, data_length + index_length + 0e0, data_length + 0e0
  from information_schema.tables where table_schema = database() and table_type <> 'VIEW'
  order by cast(table_name as binary)`

/** The page that every table of InnoDB has. */
const EMPTY_BYTES = 16_384

/** By the statistics of the engine. No rows in more than one page means that they have not been counted yet. */
export async function readSizes(session: Session): Promise<TableSize[]> {
  return (await session.query(SIZES_QUERY)).map(([name, rows, bytes, dataBytes]) => ({
    id: `TABLE ${quoteIdentifier(textOf(name))}`,
    rows: typeof rows === 'number' && !(rows === 0 && Number(dataBytes) > EMPTY_BYTES) ? rows : null,
    bytes: typeof bytes === 'number' ? bytes : null,
  }))
}
