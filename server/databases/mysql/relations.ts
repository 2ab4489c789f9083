import type { Row } from '../../domain.ts'
import type { ServerRelation } from '../database.ts'
import { textOf, textOrNull } from '../cell-text.ts'
import type { Session } from './driver.ts'

const OWN_SCHEMAS = `('information_schema', 'mysql', 'performance_schema', 'sys')`

/** Of a view whose making the login may not see (no SHOW VIEW), the definition is an empty text. */
const VIEWS_QUERY = `
  select table_schema, table_name, nullif(view_definition, '') from information_schema.views
  where table_schema not in ${OWN_SCHEMAS}
  order by cast(table_schema as binary), cast(table_name as binary)`

/** Engines whose rows are on another server, or in files that the table names. */
const ELSEWHERE_QUERY = `
  select table_schema, table_name, engine from information_schema.tables
  where engine in ('FEDERATED', 'CONNECT', 'SPIDER', 'S3')
    and table_schema not in ${OWN_SCHEMAS}
  order by cast(table_schema as binary), cast(table_name as binary)`

/** What is more than a table, as far as the login may see it. Two queries, whatever the size of the database. */
export async function readRelations(
  session: Session,
  searchPath: readonly string[],
): Promise<readonly ServerRelation[]> {
  const views = (await session.query(VIEWS_QUERY)).map(row => ({
    ...toRelation(row),
    definition: textOrNull(row[2]),
  }))
  const elsewhere = (await session.query(ELSEWHERE_QUERY)).map(row => ({
    ...toRelation(row),
    foreign: true,
    servers: [textOf(row[2])],
  }))
  return [...views, ...elsewhere]

  function toRelation([schema, name]: Row): ServerRelation {
    return {
      ...{ schema: textOf(schema), name: textOf(name), bare: searchPath.includes(textOf(schema)) },
      ...{ foreign: false, functions: [], relations: [], servers: [] },
    }
  }
}
