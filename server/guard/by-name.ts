import type { NamedIn } from './guard-facts.ts'

/** A server has some 3,000 functions, and a long query asks for hundreds of names. */
const indexes = new WeakMap<readonly NamedIn[], ReadonlyMap<string, readonly NamedIn[]>>()

/** Those of the list that have this name, in any schema. The list is gone through once, however often it is asked. */
export function byName<Named extends NamedIn>(list: readonly Named[], name: string): readonly Named[] {
  const known = indexes.get(list) ?? indexOf(list)
  return (known.get(name) ?? []) as readonly Named[]
}

function indexOf(list: readonly NamedIn[]): ReadonlyMap<string, readonly NamedIn[]> {
  const index = new Map<string, NamedIn[]>()
  for (const named of list) {
    const others = index.get(named.name)
    if (others === undefined) index.set(named.name, [named])
    else others.push(named)
  }
  indexes.set(list, index)
  return index
}
