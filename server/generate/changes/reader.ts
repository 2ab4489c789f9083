import type { CatalogTable } from '../../domain.ts'
import type { Change } from './change.ts'
import { tableAt } from './scene.ts'
import type { Scene } from './scene.ts'

/** Reads one clause. Null: it is not of this form. Throws a `Doubt` where it is, but leaves something open. */
export type Reader = (clause: string, scene: Scene) => readonly Change[] | null

/** The named groups of a match; null where there is none. */
export function groupsOf(clause: string, pattern: RegExp): Readonly<Record<string, string>> | null {
  const groups = pattern.exec(clause)?.groups
  if (groups === undefined) return null
  return Object.fromEntries(Object.entries(groups).map(([name, text]) => [name, (text ?? '').trim()]))
}

const MOST_WORDS = 5

/** A table at the beginning of the words, as long as possible, and what comes after it. */
export function leadingTable(
  scene: Scene,
  words: string,
  kinds?: readonly string[],
): { table: CatalogTable; rest: string } | null {
  const parts = words.split(/(?=[\s,:(])/u)
  for (let count = Math.min(parts.length, MOST_WORDS); count > 0; count--) {
    const words = parts.slice(0, count).join('').trim()
    const table = /[,:(]$/u.test(words) ? null : tableAt(scene, words, kinds)
    if (table !== null) return { table, rest: parts.slice(count).join('') }
  }
  return null
}

/** The places in a clause where a preposition names a table, and what stands before and after. */
export function* tablesAfter(
  scene: Scene,
  clause: string,
  prepositions: string,
): Generator<{ before: string; table: CatalogTable; rest: string }> {
  for (const match of clause.matchAll(new RegExp(`\\s(?:${prepositions})\\s+`, 'giu'))) {
    const found = leadingTable(scene, clause.slice(match.index + match[0].length))
    if (found !== null) yield { before: clause.slice(0, match.index), ...found }
  }
}
