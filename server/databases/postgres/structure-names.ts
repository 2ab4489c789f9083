import type { Structure, StructureObject } from '../schema-changes.ts'

/** Which object of one structure is which of another, and what it is called there. */
export interface Matches {
  /** By the id in `after`; the same object before, or the one that stands in its place. */
  beforeOf: ReadonlyMap<string, StructureObject>
  /** By the id in `before`. */
  afterOf: ReadonlyMap<string, StructureObject>
  /** Ids of `after` that have another name than before. */
  renamed: ReadonlySet<string>
  /** Ids of `after` that are not the object of that name before, but one made anew. */
  madeAnew: ReadonlySet<string>
  /** Writes a text of `after` with the names of before. */
  inOldNames(text: string): string
}

const identityOf = ({ parts }: StructureObject) => (typeof parts.identity === 'string' ? parts.identity : '')
/** The database in it: elsewhere the same number is something else. */
const placeOf = (object: StructureObject) => identityOf(object).split(':').slice(0, -1).join(':')

/** A rename is one when the server's own number of the object stayed; nothing is guessed. Pure. */
export function matchStructures(before: Structure, after: Structure): Matches {
  const byIdentity = new Map(before.objects.map(object => [`${object.kind} ${identityOf(object)}`, object]))
  const byId = new Map(before.objects.map(object => [object.id, object]))
  const beforeOf = new Map<string, StructureObject>()
  const renamed = new Set<string>()
  const names: [string, string][] = []
  for (const object of after.objects) {
    const same =
      identityOf(object) === '' ? undefined : byIdentity.get(`${object.kind} ${identityOf(object)}`)
    if (same === undefined) continue
    beforeOf.set(object.id, same)
    if (same.id === object.id) continue
    renamed.add(object.id)
    names.push([object.name, same.name])
    const [own, old] = [bareName(object), bareName(same)]
    if (own !== old) names.push([own, old])
  }
  const inOldNames = createRenamer(names)
  const taken = new Set([...beforeOf.values()].map(({ id }) => id))
  const madeAnew = new Set<string>()
  for (const object of after.objects) {
    if (beforeOf.has(object.id)) continue
    const inPlace = byId.get(inOldNames(object.id)) ?? byId.get(object.id)
    if (inPlace === undefined || taken.has(inPlace.id)) continue
    beforeOf.set(object.id, inPlace)
    if (identityOf(object) !== '' && placeOf(object) === placeOf(inPlace)) madeAnew.add(object.id)
  }
  const afterOf = new Map<string, StructureObject>()
  for (const object of after.objects) {
    const old = beforeOf.get(object.id)
    if (old !== undefined) afterOf.set(old.id, object)
  }
  return { beforeOf, afterOf, renamed, madeAnew, inOldNames }
}

const NAME = /^((?:"(?:[^"]|"")*"|[^".(])+)\.(.*)$/s

/** `shop.orders` is `orders` in `shop`; what has no schema stands alone. */
export function splitName(name: string): { schema: string | null; bare: string } {
  const found = NAME.exec(name)
  return found === null ? { schema: null, bare: name } : { schema: found[1] ?? null, bare: found[2] ?? name }
}

/** As its own definition names it: a column without its table, a table without its schema. */
export function bareName({ kind, name, parts }: StructureObject): string {
  if (kind === 'COLUMN') return String(parts.column)
  if (parts.on !== null && typeof parts.sql === 'string') return parts.sql
  return splitName(name).bare.replace(/\(.*$/s, '')
}

/** Whole names only, the longest first. */
function createRenamer(names: readonly [string, string][]): (text: string) => string {
  if (names.length === 0) return text => text
  const known = new Map(names)
  const escaped = [...known.keys()]
    .sort((a, b) => b.length - a.length)
    .map(name => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  const pattern = new RegExp(`(?<![\\w$"])(?:${escaped.join('|')})(?![\\w$"])`, 'g')
  return text =>
    text
      .replace(pattern, name => known.get(name) ?? name)
      // A view keeps the names of its columns, and says so while they differ.
      .replace(/(?<![\w$"])((?:[\w$"]+\.)?([\w$]+|"[^"]+")) AS \2(?![\w$"])/g, '$1')
}
