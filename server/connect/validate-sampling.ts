import type { ColumnRef, FieldProblem, ValueSampling } from '../domain.ts'
import { inputInvalid } from './input-invalid.ts'

const MAX_COLUMNS = 1000
const MAX_NAME = 128

/**
 * As it will be kept, each column once; INPUT_INVALID when a name is none or a column is to be read both never and
 * always. Columns need not exist: they may come back.
 */
export function validateSampling({ enabled, never, always }: ValueSampling): ValueSampling {
  const valid = { enabled, never: once(never), always: once(always) }
  const left = new Set(valid.never.map(keyOf))
  const fields = [
    ...problemsOf('never', valid.never),
    ...problemsOf('always', valid.always),
    ...valid.always.flatMap((column, index) =>
      left.has(keyOf(column))
        ? [{ field: `always.${index}`, message: 'This column is also among those that are never read' }]
        : [],
    ),
  ]
  if (fields.length > 0) throw inputInvalid('The choice of columns', fields)
  return valid
}

/** True for columns whose values may be shown and used under this choice. */
export function mayShowValues({ enabled, never }: ValueSampling, column: ColumnRef): boolean {
  return enabled && !never.some(left => keyOf(left) === keyOf(column))
}

function problemsOf(list: 'never' | 'always', columns: readonly ColumnRef[]): FieldProblem[] {
  if (columns.length > MAX_COLUMNS)
    return [{ field: list, message: `There can be ${MAX_COLUMNS} columns at most` }]
  return columns.flatMap(({ schema, table, column }, index) =>
    [schema, table, column].every(isName)
      ? []
      : [{ field: `${list}.${index}`, message: 'Name the schema, the table and the column' }],
  )
}

function isName(text: string): boolean {
  return text !== '' && text.length <= MAX_NAME && !/[\p{Cc}\p{Cs}]/u.test(text)
}

function once(columns: readonly ColumnRef[]): ColumnRef[] {
  const found = new Map(
    columns.map(({ schema, table, column }) => [keyOf({ schema, table, column }), { schema, table, column }]),
  )
  return [...found.values()]
}

function keyOf({ schema, table, column }: ColumnRef): string {
  return JSON.stringify([schema, table, column])
}
