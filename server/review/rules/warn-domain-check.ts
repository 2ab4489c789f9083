import { actionsThat, clausePlace } from '../found-actions.ts'
import type { LintRule } from '../lint.ts'
import { namedObject, writtenTable } from '../named-object.ts'

/** A constraint of a domain, for which every table that uses it is read, and nobody can write there meanwhile. */
export const warnDomainCheck: LintRule = {
  id: 'warn-domain-check',
  check: input =>
    actionsThat(input, 'CREATE DOMAIN', 'ALTER DOMAIN')
      .filter(({ action }) => action.hasCheck && !action.notValid)
      .map(found => {
        const domain = namedObject(input.before, found.action.domain, ['TYPE'])
        const users = input.before.objects.filter(
          ({ kind, needs }) => kind === 'COLUMN' && domain !== null && needs.includes(domain.id),
        )
        return {
          severity: 'WARNING',
          message:
            users.length > 0
              ? `Every table with ${domain?.name} is read while nobody can write to it: ${users.map(({ name }) => name).join(', ')}.`
              : `Whatever is asked of ${writtenTable(found.action.domain)} later has every table with it read while nobody can write to it.`,
          hint: 'A CHECK on the column is changed for one table at a time; of a domain that is in use add it NOT VALID.',
          ...clausePlace(found),
        }
      }),
}
