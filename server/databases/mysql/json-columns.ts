import { AppError } from '../../errors.ts'
import { mysqlDialect } from './dialect.ts'
import type { Session } from './driver.ts'
import { isJson } from './field.ts'

/** A join has at most 61 tables. */
const TABLES_PER_STATEMENT = 60

export interface TextColumns {
  schema: string
  table: string
  columns: readonly string[]
}

/**
 * Which of these columns are JSON on MariaDB, where that is a text with a CHECK. CHECK_CONSTRAINTS shows nothing to a
 * login that was granted single tables, so the server is asked as any reader of the columns would: 60 tables are
 * prepared, and not executed, as one statement, whose columns say `json`. MySQL has a type for it, and none to ask about.
 */
export async function readJsonColumns(
  session: Session,
  tables: readonly TextColumns[],
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const found = new Map<string, ReadonlySet<string>>()
  if (session.server.product !== 'MariaDB') return found
  for (let start = 0; start < tables.length; start += TABLES_PER_STATEMENT) {
    const batch = tables.slice(start, start + TABLES_PER_STATEMENT)
    const isJsonAt = await describe(session, selectAll(batch))
    let place = 0
    for (const { table, columns } of batch) found.set(table, new Set(columns.filter(() => isJsonAt[place++])))
  }
  return found
}

function selectAll(tables: readonly TextColumns[]): string {
  const quote = (name: string) => mysqlDialect.quoteIdentifier(name)
  const columns = tables.flatMap((table, index) => table.columns.map(name => `t${index}.${quote(name)}`))
  const places = tables.map(({ schema, table }, index) => `${quote(schema)}.${quote(table)} t${index}`)
  return `select ${columns.join(', ')} from ${places.join(', ')}`
}

/** A table that is gone meanwhile, or broken, leaves those that were asked about with it texts. */
async function describe(session: Session, sql: string): Promise<readonly boolean[]> {
  try {
    const statement = await session.prepare(sql)
    statement.close()
    return statement.fields.map(isJson)
  } catch (error) {
    if (error instanceof AppError && /^DATABASE_(STATEMENT_FAILED|PERMISSION_DENIED)$/.test(error.code))
      return []
    throw error
  }
}
