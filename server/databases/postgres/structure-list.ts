import type { ObjectKind, StructureObject } from '../schema-changes.ts'

export type Parts = Record<string, string | number | boolean | null>

export interface FoundObject {
  kind: ObjectKind
  name: string
  partOf?: string | null
  definition: string
  valid?: boolean
  position?: number | null
  parts: Parts
}

/**
 * What every object has among its parts, to write SQL about it: `word` as in DROP, `sql` its name there, `on` what it
 * hangs on, and `identity`, which a renamed object keeps; it means nothing in another database.
 */
export interface NamedParts {
  word: string
  sql: string
  on: string | null
  identity: string
}

/** The address of something in the server's catalogs. */
export const keyOf = (catalog: string, oid: unknown, sub: unknown = 0) =>
  `${catalog}/${String(oid)}/${String(sub)}`

export interface ObjectList {
  add(object: FoundObject, ...keys: string[]): string
  /** Another address of something that is there. */
  alias(id: string, key: string): void
  find(key: string): StructureObject | null
  /** The column where there is one, else its table. */
  idAt(catalog: string, oid: unknown, sub?: unknown): string | null
  need(id: string, needed: string): void
  /** Each needs what it is a part of. */
  all(): StructureObject[]
}

export function createObjectList(): ObjectList {
  const objects = new Map<string, StructureObject>()
  const needs = new Map<string, Set<string>>()
  const ids = new Map<string, string>()
  const need = (id: string, needed: string) => {
    if (id === needed) return
    const known = needs.get(id)
    if (known === undefined) needs.set(id, new Set([needed]))
    else known.add(needed)
  }
  return {
    add({ kind, name, partOf = null, definition, valid = true, position = null, parts }, ...keys) {
      const id = `${kind} ${name}`
      objects.set(id, { kind, id, name, partOf, definition, needs: [], valid, position, parts })
      if (partOf !== null) need(id, partOf)
      for (const key of keys) ids.set(key, id)
      return id
    },
    alias: (id, key) => void ids.set(key, id),
    find: key => objects.get(ids.get(key) ?? '') ?? null,
    idAt: (catalog, oid, sub = 0) =>
      ids.get(keyOf(catalog, oid, sub)) ?? ids.get(keyOf(catalog, oid)) ?? null,
    need,
    all: () =>
      [...objects.values()].map(object => ({
        ...object,
        needs: [...(needs.get(object.id) ?? [])].filter(id => objects.has(id)).sort(),
      })),
  }
}

/** Parts of a definition that are there, in one line. */
export function words(...parts: readonly (string | null | false)[]): string {
  return parts.filter(part => part !== null && part !== false && part !== '').join(' ')
}
