import { createHash } from 'node:crypto'
import type { Structure } from '../databases/schema-changes.ts'
import { indexStructure } from './structure-index.ts'

/**
 * SHA-256, lower-case hex, over all that these roots and their parts are: equal where nothing of them differs but the
 * order of columns. A root that is not there counts as that. Null: the whole structure.
 */
export function fingerprint(structure: Structure, roots: readonly string[] | null): string {
  const { rootOf } = indexStructure(structure)
  const wanted = roots === null ? null : new Set(roots)
  const lines = structure.objects
    .filter(({ id }) => wanted === null || wanted.has(rootOf(id)))
    .map(({ id, definition, valid }) => JSON.stringify([id, definition, valid]))
    .sort()
  return createHash('sha256').update(lines.join('\n')).digest('hex')
}
