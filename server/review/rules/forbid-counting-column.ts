import { freeName, headOf, withClause } from '../fix.ts'
import { actionsInUse, clausePlace, costsAtLeast, measured, severityOn } from '../found-actions.ts'
import type { FoundAction } from '../found-actions.ts'
import type { LintInput, LintRule } from '../lint.ts'

const TYPES: Readonly<Record<string, string>> = {
  ...{ serial: 'integer', serial4: 'integer', bigserial: 'bigint', serial8: 'bigint' },
  ...{ smallserial: 'smallint', serial2: 'smallint' },
}

/** A new column that counts by itself, for which all rows are written. */
export const forbidCountingColumn: LintRule = {
  id: 'forbid-counting-column',
  cost: 'BY_WORDS',
  check: input =>
    actionsInUse(input, 'ADD COLUMN')
      .filter(({ action, step }) => action.column.counts && costsAtLeast(step, 'REWRITE'))
      .map(found => ({
        severity: severityOn(found),
        message: `${found.action.column.name} counts by itself, so every row of ${found.on} gets a number and is written anew (${measured(found.step)}).`,
        hint: 'Add a bigint, make the sequence, set the default to its next value, and number the rows that are there in parts.',
        ...clausePlace(found),
        fix: withSequence(input, found),
      })),
}

function withSequence(input: LintInput, found: FoundAction<'ADD COLUMN'>): string | undefined {
  const { column } = found.action
  const type = TYPES[column.type]
  if (type === undefined || column.constraints.length > 0) return undefined
  const sequence = freeName(input, found.action.table.name, column.name, 'seq')
  const schema = found.on.slice(0, found.on.lastIndexOf('.') + 1)
  return withClause(input, found, `ADD COLUMN ${column.name} ${type}`, {
    after: [
      `CREATE SEQUENCE ${schema}${sequence} AS ${type} OWNED BY ${found.on}.${column.name}`,
      `${headOf(input, found.statement)}ALTER COLUMN ${column.name} SET DEFAULT nextval('${schema}${sequence}')`,
    ],
    note: `The rows that are there are numbered afterwards, in parts: UPDATE ${found.on} SET ${column.name} = DEFAULT WHERE ${column.name} IS NULL`,
  })
}
