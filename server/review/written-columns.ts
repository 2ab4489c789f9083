import type { StructureObject } from '../databases/schema-changes.ts'
import type { ColumnDefinition, MigrationStatement } from '../sql/sql.ts'
import { tableNames } from './altered-tables.ts'
import type { LintInput } from './lint.ts'

/** A column that a change describes: a new one, or one that is described anew. */
export interface WrittenOfTable {
  column: ColumnDefinition
  isNew: boolean
  statement: MigrationStatement
  verb: 'CREATE_TABLE' | 'ALTER_TABLE'
  /** As written. */
  table: string
  /** As it is before the change; null for a table that the change makes. */
  before: StructureObject | null
  /** Where another part of the same list, or another action, can stand. */
  end: number
  /** The character set that the statement gives the table; null where it says nothing. */
  charset: string | null
}

export function writtenColumns(input: LintInput): readonly WrittenOfTable[] {
  const names = tableNames(input)
  return input.statements.flatMap(statement => {
    const { written } = statement
    const found = written !== undefined && 'table' in written ? names.find(written.table) : null
    names.follow(statement)
    if (written?.verb !== 'CREATE_TABLE' && written?.verb !== 'ALTER_TABLE') return []
    const isCreate = written.verb === 'CREATE_TABLE'
    const set = written.actions.find(({ kind }) => kind === 'DEFAULT_CHARSET')
    const last = written.actions.findLast(({ kind }) => kind !== 'ALGORITHM' && kind !== 'LOCK')
    const end = isCreate ? (written.list?.end ?? statement.end) - 1 : (last?.end ?? statement.end)
    return written.actions.flatMap(action => {
      if (action.kind !== 'ADD_COLUMN' && action.kind !== 'MODIFY_COLUMN') return []
      const verb: WrittenOfTable['verb'] = isCreate ? 'CREATE_TABLE' : 'ALTER_TABLE'
      return [
        {
          column: action.column,
          isNew: action.kind === 'ADD_COLUMN',
          ...{ statement, verb, table: written.table.name, end },
          before: isCreate ? null : found,
          charset: set?.kind === 'DEFAULT_CHARSET' ? set.charset : null,
        },
      ]
    })
  })
}
