import { freeName, proofOfNotNull, withClause } from '../fix.ts'
import { actionsInUse, clausePlace, costsAtLeast, measured, severityOn } from '../found-actions.ts'
import type { FoundAction } from '../found-actions.ts'
import type { LintInput, LintRule } from '../lint.ts'
import { columnOf } from '../named-object.ts'

/** A key whose index is built by the statement that adds it, while everybody is kept out. */
export const forbidConstraintIndexBuild: LintRule = {
  id: 'forbid-constraint-index-build',
  cost: 'BY_WORDS',
  check: input =>
    actionsInUse(input, 'ADD CONSTRAINT')
      .filter(
        ({ action: { constraint }, step }) =>
          (constraint.kind === 'UNIQUE' || constraint.kind === 'PRIMARY KEY') &&
          constraint.usingIndex === null &&
          costsAtLeast(step, 'INDEX_BUILD'),
      )
      .map(found => ({
        severity: severityOn(found),
        message: `The index of ${found.action.constraint.kind} is built while everybody is kept out of ${found.on} (${measured(found.step)}).`,
        hint: 'Build a unique index CONCURRENTLY, and make it the constraint with USING INDEX.',
        ...clausePlace(found),
        fix: usingIndex(input, found),
      })),
}

function usingIndex(input: LintInput, found: FoundAction<'ADD CONSTRAINT'>): string | undefined {
  const { constraint, table } = found.action
  const parts = /^(unique|primary\s+key)\s*(nulls\s+(?:not\s+)?distinct\s*)?(\([^()]*\))$/i.exec(
    constraint.sql.trim(),
  )
  // The index of a partitioned table cannot be built beside other work.
  if (parts === null || typeof found.table?.parts.partitionKey === 'string') return undefined
  const [, , distinct = '', columns = ''] = parts
  const name =
    constraint.name ??
    (constraint.kind === 'UNIQUE'
      ? freeName(input, table.name, ...constraint.columns, 'key')
      : freeName(input, table.name, 'pkey'))
  const rest = distinct === '' ? '' : ` ${distinct.trim()}`
  return withClause(input, found, `ADD CONSTRAINT ${name} ${constraint.kind} USING INDEX ${name}`, {
    before: [
      ...requiredFirst(input, found),
      `CREATE UNIQUE INDEX CONCURRENTLY ${name} ON ${found.on} ${columns}${rest}`,
    ],
  })
}

/** A primary key makes its columns required, which reads all rows under its lock unless they are so before. */
function requiredFirst(input: LintInput, found: FoundAction<'ADD CONSTRAINT'>): readonly string[] {
  const { constraint } = found.action
  if (constraint.kind !== 'PRIMARY KEY') return []
  return constraint.columns
    .filter(column => columnOf(input.before, found.table, column)?.parts.notNull === false)
    .flatMap(column => {
      const { before, after } = proofOfNotNull(input, found, column)
      return [...before, `ALTER TABLE ${found.on} ALTER COLUMN ${column} SET NOT NULL`, ...after]
    })
}
