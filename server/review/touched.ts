import type { Structure } from '../databases/schema-changes.ts'
import { indexStructure } from './structure-index.ts'

/**
 * The roots that a change is about: what it changes, the tables its statements touch, and what hangs off these in the
 * end. When one of them is no longer as it was reviewed, the change has drifted; anything else may change freely.
 */
export function touchedRoots(
  before: Structure,
  after: Structure,
  tables: readonly string[],
): readonly string[] {
  const old = indexStructure(before)
  const current = indexStructure(after)
  const roots = new Set(tables.map(id => old.rootOf(id)))
  for (const { id, definition, valid } of before.objects) {
    const now = current.byId.get(id)
    if (now?.definition !== definition || now.valid !== valid) roots.add(old.rootOf(id))
  }
  for (const { id } of after.objects) if (!old.byId.has(id)) roots.add(current.rootOf(id))

  for (let size = -1; size !== roots.size;) {
    size = roots.size
    for (const { id, needs } of before.objects)
      if (needs.some(needed => roots.has(old.rootOf(needed)) && isOfTables(needed))) roots.add(old.rootOf(id))
  }
  return [...roots].sort()
}

/** A schema holds everything: what is in it does not hang off a change of it. */
function isOfTables(id: string): boolean {
  return !id.startsWith('SCHEMA ') && !id.startsWith('EXTENSION ')
}
