import type { LintRule } from '../lint.ts'
import { at, copies, milderIfSmall, sizeInBrackets } from '../altered-tables.ts'
import { modifiedColumns } from '../modified-columns.ts'

/** Another type for a column, which no server changes without copying the table. */
export const forbidCopyingTypeChange: LintRule = {
  id: 'forbid-copying-type-change',
  cost: 'BY_WORDS',
  check: input =>
    modifiedColumns(input)
      .filter(({ change, on }) => change === 'OTHER' && copies(on))
      .map(({ action, on, before, from, to }) => ({
        severity: milderIfSmall('BLOCKING', on.step),
        message: `${before.name} changes from ${shown(from)} to ${shown(to)}: the server copies ${on.table.name} for that, while nobody can write${sizeInBrackets(on.step)}.`,
        hint: 'Add a column of the new type, have programs write both, fill it in parts, and rename it into the place of the old one. Or do it in a window.',
        ...at(action),
      })),
}

const shown = ({
  name,
  arguments: values,
  unsigned,
}: {
  name: string
  arguments: readonly string[]
  unsigned: boolean
}) => `${name.toLowerCase()}${values.length > 0 ? `(${values.join(',')})` : ''}${unsigned ? ' unsigned' : ''}`
