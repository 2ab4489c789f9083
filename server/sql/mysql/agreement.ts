import type { Place, Reference, Statement } from '../statement.ts'
import type { TreeFacts } from './read-tree.ts'

/** What two readings of a statement do not agree on, and where, if the first one knows it. */
export interface Difference {
  words: string
  place: Place | null
}

/** Null when a second reading finds the same tables, functions and clauses as the first. */
export function differenceBetween(statement: Statement, second: TreeFacts): Difference | null {
  if (!second.reads) return { words: 'whether this is one query', place: statement }
  return (
    differentNames('which tables it reads', statement.tables, [...second.bareTables, ...second.tables]) ??
    differentNames('which functions it calls', statement.functions, second.functions) ??
    differentCount('whether it has INTO', statement.intos, second.intos) ??
    differentCount('whether it locks', statement.locks, second.locks) ??
    differentCount('whether it changes data', statement.changes, second.changes) ??
    differentCount('its parameters', statement.parameters, second.parameters) ??
    differentCount('its variables', [], second.variables)
  )
}

function differentNames(
  words: string,
  first: readonly Reference[],
  second: readonly string[],
): Difference | null {
  const left = new Map<string, number>()
  for (const name of second) left.set(name, (left.get(name) ?? 0) + 1)
  for (const reference of first) {
    const name = reference.schema === null ? reference.name : `${reference.schema}.${reference.name}`
    const count = left.get(name) ?? 0
    if (count === 0) return { words, place: reference }
    left.set(name, count - 1)
  }
  return [...left.values()].some(count => count > 0) ? { words, place: null } : null
}

function differentCount(words: string, first: readonly Place[], second: number): Difference | null {
  return first.length === second ? null : { words, place: first[0] ?? null }
}
