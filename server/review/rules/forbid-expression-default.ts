import type { LintRule } from '../lint.ts'
import { alteringActions, at, copies, milderIfSmall, sizeInBrackets } from '../altered-tables.ts'
import { behind, edited, textAt, withBlanksBefore } from '../text-edits.ts'

/** A new column whose value is worked out for every row that is there. */
export const forbidExpressionDefault: LintRule = {
  id: 'forbid-expression-default',
  cost: 'BY_WORDS',
  check: input =>
    alteringActions(input).flatMap(({ action, on }) => {
      if (action.kind !== 'ADD_COLUMN' || action.column.default?.kind !== 'EXPRESSION' || !copies(on))
        return []
      const { text } = input
      const { column } = action
      const { clause, ...value } = action.column.default
      const setDefault = `ALTER TABLE ${textAt(text, on.written.tableAt)} ALTER COLUMN ${textAt(text, column.nameAt)} SET DEFAULT ${inBrackets(textAt(text, value))}`
      return [
        {
          severity: milderIfSmall('BLOCKING', on.step),
          message: `The default of ${column.name} is worked out for each row that is there: the server copies ${on.table.name} for that, while nobody can write${sizeInBrackets(on.step)}.`,
          hint: 'Add the column without it, set the default in a statement of its own, and fill the rows that are there in parts.',
          ...at(action),
          // A column that must have a value would get an empty one without anybody noticing.
          ...(column.notNull !== true && {
            fix: edited(text, withBlanksBefore(text, clause), behind(on.statement, setDefault)),
          }),
        },
      ]
    }),
}

/** Servers take an expression only in brackets there. */
const inBrackets = (expression: string) => (expression.startsWith('(') ? expression : `(${expression})`)
