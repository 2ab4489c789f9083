import { actionsInUse, clausePlace, costsAtLeast, measured, severityOn } from '../found-actions.ts'
import type { LintRule } from '../lint.ts'
import { writtenTable } from '../named-object.ts'
import { validatedLater } from './forbid-constraint-without-not-valid.ts'

/** Foreign keys of partitioned tables can wait to be validated. */
const OF_PARTITIONED_SINCE = 180_000

/** A foreign key that is proved on all rows by the statement that adds it. */
export const forbidForeignKeyWithoutNotValid: LintRule = {
  id: 'forbid-foreign-key-without-not-valid',
  cost: 'BY_WORDS',
  check: input =>
    actionsInUse(input, 'ADD CONSTRAINT')
      .filter(
        ({ action: { constraint }, step }) =>
          constraint.kind === 'FOREIGN KEY' && !constraint.notValid && costsAtLeast(step, 'SCAN'),
      )
      .map(found => {
        const { references } = found.action.constraint
        const other = references === null ? 'the other table' : writtenTable(references.table)
        const canWait =
          typeof found.table?.parts.partitionKey !== 'string' ||
          input.before.serverVersionNumber >= OF_PARTITIONED_SINCE
        return {
          severity: severityOn(found),
          message: `The foreign key is proved by reading all of ${found.on} while nobody can write to it or to ${other} (${measured(found.step)}).`,
          hint: canWait
            ? 'Add it NOT VALID, which holds for new rows at once, and VALIDATE it in a step of its own.'
            : 'Before PostgreSQL 18 a partitioned table takes it only as a whole: add it to each partition NOT VALID, validate it there, then to the table.',
          ...clausePlace(found),
          ...(canWait && { fix: validatedLater(input, found) }),
        }
      }),
}
