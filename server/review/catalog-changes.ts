import type { CatalogChange } from '../domain.ts'
import type { Structure, StructureObject } from '../databases/schema-changes.ts'
import { indexStructure } from './structure-index.ts'
import type { StructureIndex } from './structure-index.ts'

type Verb = 'ADDED' | 'CHANGED' | 'REMOVED' | 'RENAMED'

/**
 * What is different, object by object: what came or went as a whole is one change, with its parts in its definition. A
 * column or table was renamed when it is the same one by what its engine tells them apart by; where it does not, when one
 * of the same make came in its place. Both structures are of the same place, as for `WriteRollback`.
 */
export function catalogChanges(before: Structure, after: Structure): readonly CatalogChange[] {
  const old = indexStructure(before)
  const current = indexStructure(after)
  const removed = before.objects.filter(({ id }) => !current.byId.has(id))
  const added = after.objects.filter(({ id }) => !old.byId.has(id))
  const renamed = pairRenamed(removed, added, old, current)
  const gone = new Set([...renamed.keys()].map(({ id }) => id))
  const come = new Set([...renamed.values()].map(({ id }) => id))
  const wholesGone = new Set(removed.map(({ id }) => id))
  const wholesCome = new Set(added.map(({ id }) => id))

  return [
    ...[...renamed].map(([from, to]) => change('RENAMED', to, from.name, to.name, from)),
    ...removed
      .filter(({ id, partOf }) => !gone.has(id) && !(partOf !== null && wholesGone.has(partOf)))
      .map(object => change('REMOVED', object, whole(object, old), null)),
    ...before.objects.flatMap(object => {
      const now = current.byId.get(object.id)
      return now !== undefined && !sameMake(object, now)
        ? [change('CHANGED', now, described(object), described(now))]
        : []
    }),
    ...added
      .filter(({ id, partOf }) => !come.has(id) && !(partOf !== null && wholesCome.has(partOf)))
      .map(object => change('ADDED', object, null, whole(object, current))),
  ]
}

function change(
  verb: Verb,
  { kind, name }: StructureObject,
  before: string | null,
  after: string | null,
  named?: StructureObject,
): CatalogChange {
  return { kind: `${verb} ${kind.replaceAll('_', ' ')}`, object: named?.name ?? name, before, after }
}

function sameMake(one: StructureObject, other: StructureObject): boolean {
  return one.definition === other.definition && one.valid === other.valid
}

function described({ definition, valid }: StructureObject): string {
  return valid ? definition : `${definition} (not valid)`
}

function whole(object: StructureObject, index: StructureIndex): string {
  const parts = object.partOf === null ? index.partsOf(object.id) : []
  return [described(object), ...parts.map(part => `  ${described(part)}`)].join('\n')
}

/** Only where there is no doubt: one that went and one that came, of the same make, at the same place. */
function pairRenamed(
  removed: readonly StructureObject[],
  added: readonly StructureObject[],
  old: StructureIndex,
  current: StructureIndex,
): Map<StructureObject, StructureObject> {
  const pairs = new Map<StructureObject, StructureObject>()
  for (const from of removed.filter(({ kind }) => kind === 'TABLE' || kind === 'COLUMN')) {
    const known = identityOf(from)
    if (known !== '') {
      const same = added.find(object => object.kind === from.kind && identityOf(object) === known)
      if (same !== undefined) pairs.set(from, same)
      continue
    }
    const alike = (object: StructureObject) =>
      object.kind === from.kind && makeOf(object, current) === makeOf(from, old)
    const [to, ...others] = added.filter(alike)
    const rivals = removed.filter(
      other => other.kind === from.kind && makeOf(other, old) === makeOf(from, old),
    )
    if (to !== undefined && others.length === 0 && rivals.length === 1) pairs.set(from, to)
  }
  return pairs
}

const identityOf = ({ parts }: StructureObject) => (typeof parts.identity === 'string' ? parts.identity : '')

/** All that makes an object what it is but its name. */
function makeOf(object: StructureObject, index: StructureIndex): string {
  const without = (text: string) => text.replaceAll(lastName(object.name), '')
  if (object.kind === 'COLUMN')
    return JSON.stringify([object.partOf, object.position, without(object.definition)])
  const parts = index.partsOf(object.id).filter(({ kind }) => kind === 'COLUMN')
  return JSON.stringify([
    without(object.definition),
    parts.map(({ name, definition }) => [lastName(name), definition]).sort(),
  ])
}

function lastName(name: string): string {
  return name.split('.').at(-1) ?? name
}
