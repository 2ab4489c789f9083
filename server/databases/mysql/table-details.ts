import { AppError } from '../../errors.ts'
import { textOf } from '../cell-text.ts'
import type { QualifiedName } from '../database.ts'
import type { ColumnDetails, TableDetails, TableKey } from '../ddl.ts'
import { defaultOf } from './column-definition.ts'
import type { Session } from './driver.ts'
import { quoteIdentifier } from './quote.ts'

const NAME = '`((?:[^`]|``)*)`'
const COLUMN = new RegExp(`^${NAME} (.*)$`, 's')
const KEY = new RegExp(`^(?:(PRIMARY|UNIQUE|FULLTEXT|SPATIAL) )?KEY (?:${NAME} )?(.*)$`, 's')
const CONSTRAINT = new RegExp(`^CONSTRAINT ${NAME} ((?:FOREIGN KEY|CHECK).*)$`, 's')

/**
 * From SHOW CREATE TABLE, which needs no more rights than SELECT and is written alike by MariaDB and every MySQL; the
 * columns of information_schema write defaults in a way of their own each.
 */
export async function readTableDetails(
  session: Session,
  tables: readonly QualifiedName[],
): Promise<readonly TableDetails[]> {
  const found: TableDetails[] = []
  for (const table of tables) {
    const place = `${quoteIdentifier(table.schema)}.${quoteIdentifier(table.name)}`
    const [row] = await session.query(`show create table ${place}`).catch(noneWhenGone)
    if (row !== undefined) found.push({ ...table, ...readCreateTable(textOf(row[1])) })
  }
  return found
}

function noneWhenGone(error: unknown): readonly [] {
  if (error instanceof AppError && error.code === 'DATABASE_STATEMENT_FAILED') return []
  throw error
}

/** One line a part: what is in quotes has its line ends escaped. */
export function readCreateTable(sql: string): Pick<TableDetails, 'columns' | 'keys'> {
  const columns: ColumnDetails[] = []
  const keys: TableKey[] = []
  for (const line of sql.split('\n').slice(1)) {
    if (line.startsWith(')')) break
    const part = line.trim().replace(/,$/, '')
    const column = COLUMN.exec(part)
    const key = KEY.exec(part)
    const constraint = CONSTRAINT.exec(part)
    if (column !== null) {
      const [, name = '', definition = ''] = column
      columns.push({ name: plain(name), default: defaultOf(definition), definition })
    } else if (key !== null) {
      const [, word, name = 'PRIMARY', definition = ''] = key
      const kind = word === 'PRIMARY' || word === 'UNIQUE' ? word : 'INDEX'
      keys.push({ name: plain(name), kind, constraint: false, columns: namesIn(definition), definition })
    } else if (constraint !== null) {
      const [, name = '', definition = ''] = constraint
      const isCheck = definition.startsWith('CHECK')
      const spoken = isCheck ? definition : definition.slice(0, definition.indexOf(')'))
      keys.push({
        name: plain(name),
        kind: isCheck ? 'CHECK' : 'FOREIGN',
        constraint: true,
        columns: namesIn(spoken),
        definition,
      })
    }
  }
  return { columns, keys }
}

function namesIn(sql: string): string[] {
  return [...new Set([...sql.matchAll(new RegExp(NAME, 'gs'))].map(([, name = '']) => plain(name)))]
}

function plain(quoted: string): string {
  return quoted.replaceAll('``', '`')
}
