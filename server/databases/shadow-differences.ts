import type { Structure, StructureObject } from './schema-changes.ts'

export interface CopyFailure {
  /** Of what could not be made, or not as it is. */
  id: string
  note: string
}

/** What a copy has otherwise than its model, right after it was made: by id, null where one has nothing. */
export type Differences = ReadonlyMap<string, { model: StructureObject | null; copy: StructureObject | null }>

const same = (a: StructureObject, b: StructureObject) => a.definition === b.definition && a.valid === b.valid

export function differencesBetween(model: Structure, copy: Structure): Differences {
  const copied = new Map(copy.objects.map(object => [object.id, object]))
  const differences = new Map<string, { model: StructureObject | null; copy: StructureObject | null }>()
  for (const object of model.objects) {
    const found = copied.get(object.id)
    copied.delete(object.id)
    if (found === undefined || !same(object, found)) {
      differences.set(object.id, { model: object, copy: found ?? null })
    }
  }
  for (const object of copied.values()) differences.set(object.id, { model: null, copy: object })
  return differences
}

const MAX_NOTES = 20

/** What a reader of the dry run should know of the copy, in words. */
export function copyNotes(failures: readonly CopyFailure[], differences: Differences): string[] {
  const named = failures.map(({ id }) => id)
  const others = [...differences]
    .filter(([id]) => !named.some(known => known === id || known.startsWith(`${id} `)))
    .map(([id, { model, copy }]) =>
      model === null
        ? `${id} is on the copy only.`
        : copy === null
          ? `${id} is not on the copy.`
          : `${id} is otherwise on the copy.`,
    )
  const notes = [...failures.map(({ note }) => note), ...others]
  if (notes.length <= MAX_NOTES) return notes
  return [...notes.slice(0, MAX_NOTES), `… and ${notes.length - MAX_NOTES} more.`]
}

/**
 * The copy as the target would be: what could not be copied counts as it is there, as long as the copy has not changed at
 * that place. Pure.
 */
export function asOnTarget(now: Structure, model: Structure, differences: Differences): Structure {
  const objects = new Map(now.objects.map(object => [object.id, object]))
  for (const [id, { model: original, copy }] of differences) {
    const found = objects.get(id)
    const untouched = copy === null ? found === undefined : found !== undefined && same(found, copy)
    if (!untouched) continue
    if (original === null) objects.delete(id)
    else if (isWhole(original, objects, differences)) objects.set(id, original)
  }
  return { ...model, objects: [...objects.values()] }
}

/** What belongs to something that was removed from the copy is removed with it. */
function isWhole(
  object: StructureObject,
  objects: ReadonlyMap<string, StructureObject>,
  differences: Differences,
): boolean {
  const { partOf } = object
  return partOf === null || objects.has(partOf) || differences.get(partOf)?.copy === null
}
