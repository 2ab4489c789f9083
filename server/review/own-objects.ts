import type { StructureObject } from '../databases/schema-changes.ts'
import type { CatalogChange } from '../domain.ts'

/** Ids of what a change makes otherwise, before it and after it, with all that is part of them where they come or go. */
export function ownObjects(
  changes: readonly CatalogChange[],
  objects: readonly Pick<StructureObject, 'id' | 'partOf'>[],
): ReadonlySet<string> {
  const own = new Set<string>()
  const whole = new Set<string>()
  for (const { kind, object, after } of changes) {
    const [verb = '', ...words] = kind.split(' ')
    const idOf = (name: string) => `${words.join('_')} ${name}`
    const ids = verb === 'RENAMED' && after !== null ? [idOf(object), idOf(after)] : [idOf(object)]
    for (const id of ids) {
      own.add(id)
      if (verb !== 'CHANGED') whole.add(id)
    }
  }
  for (let size = -1; size !== own.size;) {
    size = own.size
    for (const { id, partOf } of objects)
      if (partOf !== null && whole.has(partOf)) {
        own.add(id)
        whole.add(id)
      }
  }
  return own
}
