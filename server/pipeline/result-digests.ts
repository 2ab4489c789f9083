import type { EncodedRows, ResultColumn } from '../domain.ts'
import type { ResultDigest } from '../explain/explain.ts'
import type { Dependencies } from './dependencies.ts'

/** Facts about results are kept in memory only, for a while: the store never holds a result's rows. */
const KEPT_RESULTS = 500

export type ResultDigests = ReturnType<typeof createResultDigests>

export function createResultDigests({ createResultDigest }: Pick<Dependencies, 'createResultDigest'>) {
  const digests = new Map<string, ReturnType<typeof createResultDigest>>()
  return {
    begin(id: string, columns: readonly ResultColumn[]): void {
      digests.set(id, createResultDigest(columns))
      for (const oldest of digests.keys()) {
        if (digests.size <= KEPT_RESULTS) break
        digests.delete(oldest)
      }
    },
    add(id: string, rows: EncodedRows): void {
      digests.get(id)?.add(rows)
    },
    end(id: string): void {
      digests.get(id)?.end()
    },
    /** Null for a result of long ago or of another process. */
    find(id: string): ResultDigest | null {
      return digests.get(id)?.digest() ?? null
    },
  }
}
