import { createHash } from 'node:crypto'
import type { Catalog } from '../domain.ts'

/**
 * Equal for equal tables, columns, comments and keys. Row estimates, which change all the time, and indexes, which change
 * nothing that can be asked, do not count. 16 hex digits.
 */
export function catalogVersion({ tables, searchPath }: Pick<Catalog, 'tables' | 'searchPath'>): string {
  const hash = createHash('sha256').update(JSON.stringify(searchPath))
  for (const table of tables) hash.update(JSON.stringify({ ...table, rowEstimate: null, indexes: undefined }))
  return hash.digest('hex').slice(0, 16)
}
