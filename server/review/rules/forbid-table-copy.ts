import type { LintRule } from '../lint.ts'
import { alteredTables, at, measuredWay, milderIfSmall, sizeInBrackets } from '../altered-tables.ts'

/** What the server does only by copying the table while nobody can write, as it said on the copy. */
export const forbidTableCopy: LintRule = {
  id: 'forbid-table-copy',
  cost: 'BY_MEASURE',
  check: input =>
    alteredTables(input)
      .filter(({ step }) => measuredWay(step)?.algorithm === 'COPY')
      .map(({ statement, step, table }) => ({
        severity: milderIfSmall('BLOCKING', step),
        message: `The server copies ${table.name} row by row for this, and nobody can write to it meanwhile${sizeInBrackets(step)}.`,
        hint: 'Do it in a window, or by a tool that copies beside the table; it takes as much disk again.',
        ...at(statement),
      })),
}
