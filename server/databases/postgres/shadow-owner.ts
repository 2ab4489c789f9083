import type { Structure } from '../schema-changes.ts'

/** On another server what the login makes belongs to another login; names as the server quotes them. Pure. */
export function ownedAsOnTarget(structure: Structure, copyOwner: string, owner: string): Structure {
  const objects = structure.objects.map(object => {
    if (object.parts.word !== 'OWNER' || object.parts.sql !== copyOwner) return object
    const definition = `${object.definition.slice(0, -copyOwner.length)}${owner}`
    return { ...object, definition, parts: { ...object.parts, sql: owner } }
  })
  return { ...structure, objects }
}
