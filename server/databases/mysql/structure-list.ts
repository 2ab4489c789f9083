import type { ObjectKind, StructureObject } from '../schema-changes.ts'

export interface FoundObject {
  kind: ObjectKind
  /** Below its table, if it is a part of one. */
  name: string
  partOf?: string | null
  definition: string
  needs?: readonly string[]
  valid?: boolean
  position?: number | null
  parts?: Readonly<Record<string, string | number | boolean | null>>
}

export function toObject(found: FoundObject): StructureObject {
  const {
    kind,
    name,
    partOf = null,
    definition,
    needs = [],
    valid = true,
    position = null,
    parts = {},
  } = found
  return {
    ...{ kind, name, partOf, definition, valid, position, parts },
    id: `${kind} ${name}`,
    needs: [...new Set([...(partOf === null ? [] : [partOf]), ...needs])].sort(),
  }
}

/** What servers write for newer ones only is part of the statement: INVISIBLE in a comment of 8.0.23 is INVISIBLE. */
export function unwrapped(sql: string): string {
  return sql.replace(/\/\*M?!\d{5,6} ?(.*?) ?\*\//gs, '$1')
}
