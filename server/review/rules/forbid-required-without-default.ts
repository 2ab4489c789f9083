import type { StructureObject } from '../../databases/schema-changes.ts'
import type { LintInput, LintRule } from '../lint.ts'

/** A new column of a table with rows that must have a value, and none is given. */
export const forbidRequiredWithoutDefault: LintRule = {
  id: 'forbid-required-without-default',
  check(input) {
    const { before, after, sizes } = input
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
        const isFilled = fillsRows(input, name)
        return {
          severity: isEmpty || isFilled ? 'WARNING' : 'BLOCKING',
          message: `${name} must have a value and has no default: ${isFilled ? '' : 'rows that are there have none, and '}programs that do not know it cannot insert.`,
          hint: 'Give it a default, or add it optional, fill it, and make it required in a change of its own.',
          start: null,
          end: null,
        }
      })
  },
}

/** Whether the change gives the rows that are there a value: by a default for a while, or by a statement of its own. */
function fillsRows({ statements }: LintInput, column: string): boolean {
  const bare = (name: string) => name.replace(/^.*\./, '').replace(/["`]/g, '').toLowerCase()
  return statements.some(({ kind, actions, written }) => {
    if (kind === 'DATA') return true
    const added = [
      ...actions.flatMap(action => (action.does === 'ADD COLUMN' ? [action.column] : [])),
      ...(written !== undefined && 'actions' in written
        ? written.actions.flatMap(action => (action.kind === 'ADD_COLUMN' ? [action.column] : []))
        : []),
    ]
    return added.some(({ name, default: value }) => bare(name) === bare(column) && value !== null)
  })
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
