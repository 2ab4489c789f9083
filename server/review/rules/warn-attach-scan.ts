import { actionsThat, clausePlace, measured, severityOn } from '../found-actions.ts'
import type { LintRule } from '../lint.ts'
import { namedObject, sameTable, writtenTable } from '../named-object.ts'

/** A table that becomes a partition and is read for that, unless a check proves its bounds. */
export const warnAttachScan: LintRule = {
  id: 'warn-attach-scan',
  cost: 'BY_WORDS',
  check: input =>
    actionsThat(input, 'ATTACH PARTITION').flatMap(found => {
      const { partition } = found.action
      const isNew = actionsThat(input, 'CREATE TABLE').some(({ action }) =>
        sameTable(action.table, partition),
      )
      if (isNew || found.step.cost === 'METADATA') return []
      const table = namedObject(input.before, partition)
      return [
        {
          severity: severityOn(found, 'WARNING'),
          message: `All of ${table?.name ?? writtenTable(partition)} is read, with everybody kept out of it, to see that its rows belong there (${measured(found.step)}).`,
          hint: 'Add a CHECK that says the same as the bounds NOT VALID, validate it, attach, and drop it again.',
          ...clausePlace(found),
        },
      ]
    }),
}
