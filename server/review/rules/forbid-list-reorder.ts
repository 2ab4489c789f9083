import type { LintRule } from '../lint.ts'
import { at, copies, milderIfSmall, sizeInBrackets } from '../altered-tables.ts'
import { modifiedColumns } from '../modified-columns.ts'
import type { ColumnType } from '../column-types.ts'

/** An ENUM or SET whose values are not just more at the end. */
export const forbidListReorder: LintRule = {
  id: 'forbid-list-reorder',
  cost: 'BY_WORDS',
  check: input =>
    modifiedColumns(input).flatMap(({ action, on, before, from, to, change }) => {
      if (change !== 'MEMBERS' || !copies(on)) return []
      const kept = from.arguments.every((value, index) => value === to.arguments[index])
      const gone = from.arguments.filter(value => !to.arguments.includes(value))
      if (kept && widthOf(from) === widthOf(to)) return []
      const why =
        gone.length > 0
          ? `no longer knows ${gone.map(value => `'${value}'`).join(', ')}, and a row with that stops the change`
          : kept
            ? 'gets so many values that each row needs more room'
            : 'has its values in another order, and rows hold their numbers'
      return [
        {
          severity: milderIfSmall('BLOCKING', on.step),
          message: `${before.name} ${why}: the server copies ${on.table.name} for it, while nobody can write${sizeInBrackets(on.step)}.`,
          hint: 'New values at the end of the list are added at once; for more than that a table of its own with a foreign key is easier to change.',
          ...at(action),
          ...(gone.length === 0 && !kept && { fix: appended(input.text, action.column.type, from, to) }),
        },
      ]
    }),
}

/** In bytes. */
function widthOf({ name, arguments: values }: ColumnType): number {
  if (name === 'ENUM') return values.length > 255 ? 2 : 1
  const bytes = Math.ceil(values.length / 8)
  return bytes > 4 ? 8 : bytes
}

/** The same values, with those that are new at the end. */
function appended(
  text: string,
  {
    brackets,
    arguments: written,
  }: { brackets: { start: number; end: number } | null; arguments: readonly string[] },
  from: ColumnType,
  to: ColumnType,
): string | undefined {
  if (brackets === null || written.some(value => /[\\']/.test(value))) return undefined
  const values = [...from.arguments, ...to.arguments.filter(value => !from.arguments.includes(value))]
  if (widthOf({ ...to, arguments: values }) !== widthOf(from)) return undefined
  const list = values.map(value => `'${value}'`).join(', ')
  return `${text.slice(0, brackets.start)}(${list})${text.slice(brackets.end)}`
}
