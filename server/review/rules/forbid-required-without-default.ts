import type { StructureObject } from '../../databases/schema-changes.ts'
import type { LintRule } from '../lint.ts'

/** A new column of a table with rows that must have a value, and none is given. */
export const forbidRequiredWithoutDefault: LintRule = {
  id: 'forbid-required-without-default',
  check({ before, after, sizes }) {
    const known = new Set(before.objects.map(({ id }) => id))
    return (after?.objects ?? [])
      .filter(
        object =>
          object.kind === 'COLUMN' &&
          !known.has(object.id) &&
          known.has(object.partOf ?? '') &&
          needsValue(object),
      )
      .map(({ name, partOf }) => {
        const isEmpty = sizes.find(({ id }) => id === partOf)?.rows === 0
        return {
          severity: isEmpty ? 'WARNING' : 'BLOCKING',
          message: `${name} must have a value and has no default: rows that are there have none, and programs that do not know it cannot insert.`,
          hint: 'Give it a default, or add it optional, fill it, and make it required in a change of its own.',
          start: null,
          end: null,
        }
      })
  },
}

/** As either engine tells it. */
function needsValue({ parts }: StructureObject): boolean {
  const makesOne =
    parts.hasDefault === true ||
    parts.autoIncrement === true ||
    typeof parts.default === 'string' ||
    typeof parts.identityKind === 'string' ||
    parts.generated === true ||
    typeof parts.generated === 'string'
  return parts.notNull === true && !makesOne
}
