import type { Structure } from '../databases/schema-changes.ts'
import type { CatalogChange, MigrationStep } from '../domain.ts'
import type { ReviewedBase } from './drift.ts'
import { objectsOf } from './drift.ts'

/**
 * What an application has left behind that is there and not in force, as an index is whose building has failed; also one
 * that was there before and that a step was to make, which IF NOT EXISTS would pass over. By name.
 */
export function leftInvalid(
  { steps, changes }: { steps: readonly Pick<MigrationStep, 'sql'>[]; changes: readonly CatalogChange[] },
  base: Pick<ReviewedBase, 'roots' | 'objects'>,
  live: Structure,
): readonly string[] {
  const before = new Map((base.objects ?? []).map(({ id, valid }) => [id, valid]))
  // A constraint may be meant to be not valid yet.
  const meant = new Set(
    changes.filter(({ after }) => after?.endsWith('(not valid)') === true).map(({ object }) => object),
  )
  const touched = new Set(objectsOf(live, base.roots).map(({ id }) => id))
  return live.objects
    .filter(({ valid, name }) => !valid && !meant.has(name))
    .filter(
      ({ id, kind, name }) =>
        // A step that passed it over has touched nothing.
        (kind === 'INDEX' && steps.some(({ sql }) => isNamed(sql, name))) ||
        (touched.has(id) && before.get(id) !== false),
    )
    .map(({ name }) => name)
}

/** A step that speaks of it was to make it, to mend it or to drop it. */
function isNamed(sql: string, name: string): boolean {
  const last = (name.split('.').at(-1) ?? name).replace(/^["`]|["`]$/g, '')
  return sql.toLowerCase().includes(last.toLowerCase())
}
