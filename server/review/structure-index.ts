import type { Structure, StructureObject } from '../databases/schema-changes.ts'

/** A structure by ids, with what stands by itself told apart from its parts. */
export interface StructureIndex {
  byId: ReadonlyMap<string, StructureObject>
  /** The id of what an object is a part of in the end, e.g. of the table of a constraint's comment; its own where of nothing. */
  rootOf(id: string): string
  /** The parts of a root, all the way down, without itself. */
  partsOf(root: string): readonly StructureObject[]
}

export function indexStructure({ objects }: Structure): StructureIndex {
  const byId = new Map(objects.map(object => [object.id, object]))
  const rootOf = (id: string): string => {
    let root = id
    // A part of itself would go round for ever: no engine makes one, a hostile server could.
    for (let depth = 0; depth < 8; depth++) {
      const parent = byId.get(root)?.partOf
      if (parent == null) return root
      root = parent
    }
    return root
  }
  const parts = new Map<string, StructureObject[]>()
  for (const object of objects) {
    const root = rootOf(object.id)
    if (root === object.id) continue
    const known = parts.get(root)
    if (known) known.push(object)
    else parts.set(root, [object])
  }
  return { byId, rootOf, partsOf: root => parts.get(root) ?? [] }
}
