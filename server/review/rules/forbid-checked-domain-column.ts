import { actionsInUse, clausePlace, costsAtLeast, measured, severityOn } from '../found-actions.ts'
import type { LintRule } from '../lint.ts'
import { namedObject, partsOf } from '../named-object.ts'

/** A new column of a domain that has constraints: all rows are written to look at its value. */
export const forbidCheckedDomainColumn: LintRule = {
  id: 'forbid-checked-domain-column',
  cost: 'BY_WORDS',
  check: input =>
    actionsInUse(input, 'ADD COLUMN').flatMap(found => {
      const [name = '', schema = null] = found.action.column.type.split('.').reverse()
      const type = namedObject(input.before, { schema, name }, ['TYPE'])
      const isChecked =
        type?.parts.word === 'DOMAIN' &&
        (type.parts.notNull === true || partsOf(input.before, type, 'CONSTRAINT').length > 0)
      if (!isChecked || !costsAtLeast(found.step, 'REWRITE')) return []
      return [
        {
          severity: severityOn(found),
          message: `${found.action.column.name} is of the domain ${type.name}, whose constraints are looked at row by row: ${found.on} is written anew (${measured(found.step)}).`,
          hint: 'Add the column with the type that the domain is made of, and what the domain asks as a CHECK that is NOT VALID at first.',
          ...clausePlace(found),
        },
      ]
    }),
}
