import type { StructureObject } from '../schema-changes.ts'
import { quoteIdentifier } from './quote.ts'
import type { NameChanges } from './sql-names.ts'

/**
 * Which table or column is which, by the statements that ran: the server has no number that a renamed column keeps. What
 * was made anew under a name that was there is another one.
 */
export function createIdentities() {
  let made = 0
  let known = new Map<string, string>()
  /** Columns, and tables on many servers, are the same in capitals. */
  const own = (name: string) => quoteIdentifier(name).toLowerCase()
  const keyOf = (id: string) => id.toLowerCase()
  const rename = (from: string, to: string) => {
    known = new Map(
      [...known].map(([id, identity]) => [
        id === `table ${from}`
          ? `table ${to}`
          : id.startsWith(`column ${from}.`)
            ? `column ${to}.${id.slice(8 + from.length)}`
            : id,
        identity,
      ]),
    )
  }
  return {
    /** A statement has run. */
    follow({ tables, columns, droppedColumns }: NameChanges): void {
      for (const { table, column } of droppedColumns) known.delete(`column ${own(table)}.${own(column)}`)
      const moved = columns.flatMap(({ table, from, to }) => {
        const id = `column ${own(table)}.${own(from)}`
        const identity = known.get(id)
        known.delete(id)
        return identity === undefined ? [] : [[`column ${own(table)}.${own(to)}`, identity] as const]
      })
      for (const [id, identity] of moved) known.set(id, identity)
      for (const [from, to] of tables) rename(own(from), own(to))
    },
    /** What is there now; what is new gets an identity of its own. */
    mark(objects: readonly StructureObject[]): StructureObject[] {
      const there = new Set(objects.map(({ id }) => keyOf(id)))
      for (const id of known.keys()) if (!there.has(id)) known.delete(id)
      return objects.map(object => {
        if (object.kind !== 'TABLE' && object.kind !== 'COLUMN') return object
        const identity = known.get(keyOf(object.id)) ?? `made ${(made += 1)}`
        known.set(keyOf(object.id), identity)
        return { ...object, parts: { ...object.parts, identity } }
      })
    },
  }
}
