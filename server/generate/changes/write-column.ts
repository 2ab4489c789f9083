import type { Dialect } from '../../databases/database.ts'
import type { NewColumn, Reference } from './change.ts'
import { holds } from './column-types.ts'
import { Doubt } from './doubt.ts'
import { literal } from './values.ts'
import { writeCondition } from './write-condition.ts'

/** A column as it stands in CREATE TABLE and after ADD COLUMN, and the constraints that belong beside it. */
export function writeColumn(column: NewColumn, dialect: Dialect): { definition: string; beside: string[] } {
  const { quoteIdentifier, ddl } = dialect
  const name = quoteIdentifier(column.name)
  const held = holds(column.type)
  const [first, ...more] = column.conditions
  const listType = first?.kind === 'among' && held === 'text' ? ddl.allowedTexts(first.values) : null
  const conditions = listType === null ? column.conditions : more
  if (
    first?.kind === 'among' &&
    column.default !== null &&
    'text' in column.default &&
    !first.values.includes(column.default.text)
  )
    throw new Doubt(`The default "${column.default.text}" is not one of the allowed values.`)
  const definition = [
    name,
    column.counting ? ddl.countingType : (listType ?? ddl.typeName(column.type)),
    column.required && !column.counting && 'NOT NULL',
    column.default !== null && `DEFAULT ${literal(column.default, held, dialect)}`,
    column.primaryKey && 'PRIMARY KEY',
    column.unique && !column.primaryKey && 'UNIQUE',
    ...conditions.map(condition => `CHECK (${writeCondition(name, condition, held, dialect)})`),
  ]
  // A reference beside the column is one in every engine; behind it some read it and forget it.
  const beside =
    column.references === null ? [] : [writeForeignKey([column.name], column.references, dialect)]
  return { definition: definition.filter(part => part !== false).join(' '), beside }
}

export function writeForeignKey(
  columns: readonly string[],
  references: Reference,
  { quoteIdentifier }: Dialect,
): string {
  const list = (names: readonly string[]) => names.map(quoteIdentifier).join(', ')
  const { schema, name } = references.table
  const place =
    references.qualified === true
      ? `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`
      : quoteIdentifier(name)
  const action = references.onDelete === null ? '' : ` ON DELETE ${references.onDelete}`
  return `FOREIGN KEY (${list(columns)}) REFERENCES ${place} (${list(references.columns)})${action}`
}

/** What the rows that are there get for a required column nobody has given a value: nothing that would be unique. */
export function neutralValue(
  { type, unique, references, conditions }: NewColumn,
  dialect: Dialect,
): string | null {
  if (unique || references !== null || conditions.length > 0) return null
  const held = holds(type)
  switch (held) {
    case 'text':
      return "''"
    case 'number':
      return '0'
    case 'boolean':
      return 'false'
    case 'date':
      return dialect.ddl.currentDefault('DATE')
    case 'moment':
      return dialect.ddl.currentDefault('TIMESTAMP')
    default:
      return null
  }
}
