import { parse } from 'sql-parser-cst'
import { nameBehind } from './numbered-names.ts'
import { readTree, statementsOf } from './read-tree.ts'
import type { TreeFacts } from './read-tree.ts'
import { textsOf } from './shown-piece.ts'
import type { ShownPiece } from './shown-piece.ts'

export type Dialect = 'mariadb' | 'mysql'

/** What has been read of pieces before: the same words say the same, wherever they stand and whatever names are in them. */
const KEPT = { pieces: 5_000, characters: 1_000 }
const kept: Readonly<Record<Dialect, Map<string, TreeFacts>>> = { mariadb: new Map(), mysql: new Map() }

/** What one dialect of sql-parser-cst makes of all pieces together; null when it does not read one of them. */
export function readPieces(piece: ShownPiece, dialect: Dialect): TreeFacts | null {
  const read = new Map<string, TreeFacts>()
  const together: string[] = []
  for (const [text, { isPlain }] of textsOf(piece)) {
    const facts = kept[dialect].get(text)
    if (facts !== undefined) read.set(text, facts)
    else if (isPlain) together.push(text)
    else if (!readInto(read, [text], dialect)) return null
  }
  if (together.length > 0 && !readInto(read, together, dialect)) return null
  const sum = emptySum()
  return addPiece(sum, piece, new Set(), read) ? sum : null
}

/** Reads texts as statements in a row. False when one of them cannot be read. */
function readInto(read: Map<string, TreeFacts>, texts: readonly string[], dialect: Dialect): boolean {
  try {
    const trees = statementsOf(parse(texts.join('\n;\n'), { dialect, paramTypes: ['?'] }))
    if (trees.length !== texts.length) return false
    for (const [index, text] of texts.entries()) {
      const facts = readTree([trees[index] as object])
      read.set(text, facts)
      keep(text, facts, dialect)
    }
    return true
  } catch {
    // It has not read this: an error of its own, or the stack is full.
    return false
  }
}

function keep(text: string, facts: TreeFacts, dialect: Dialect): void {
  if (text.length > KEPT.characters) return
  const pieces = kept[dialect]
  pieces.set(text, facts)
  const [oldest] = pieces.keys()
  if (pieces.size > KEPT.pieces && oldest !== undefined) pieces.delete(oldest)
}

type Sum = {
  -readonly [K in keyof TreeFacts]: TreeFacts[K] extends readonly (infer Item)[] ? Item[] : TreeFacts[K]
}

function emptySum(): Sum {
  const counts = { intos: 0, locks: 0, changes: 0, parameters: 0, variables: 0 }
  return { reads: true, bareTables: [], tables: [], functions: [], stubs: [], withNames: null, ...counts }
}

/** False when the stubs that have been read are not those that were shown. */
function addPiece(
  sum: Sum,
  piece: ShownPiece,
  outer: ReadonlySet<string>,
  read: ReadonlyMap<string, TreeFacts>,
): boolean {
  const facts = read.get(piece.text)
  if (facts === undefined || facts.stubs.length !== piece.stubbed.length) return false
  sum.reads &&= facts.reads
  const named = (shown: string): string => nameBehind(shown, piece.names)
  for (const name of facts.bareTables.map(named)) if (!outer.has(name)) sum.bareTables.push(name)
  sum.tables.push(...facts.tables.map(named))
  sum.functions.push(...facts.functions)
  sum.intos += facts.intos
  sum.locks += facts.locks
  sum.changes += facts.changes
  sum.parameters += facts.parameters
  sum.variables += facts.variables
  if (facts.withNames === null && piece.unseen.length > 0) return false
  const inside = (names: ReadonlySet<string>): ReadonlySet<string> => withAll(outer, names, named)
  const inBody = facts.withNames === null ? outer : inside(facts.withNames)
  if (!piece.unseen.every(inner => addPiece(sum, inner, inBody, read))) return false
  const numbers = new Set(facts.stubs.map(({ number }) => number))
  if (numbers.size !== piece.stubbed.length) return false
  return facts.stubs.every(({ number, withNames }) => {
    const inner = piece.stubbed[number]
    return inner !== undefined && addPiece(sum, inner, inside(withNames), read)
  })
}

function withAll(
  outer: ReadonlySet<string>,
  own: ReadonlySet<string>,
  named: (shown: string) => string,
): ReadonlySet<string> {
  return own.size === 0 ? outer : new Set([...outer, ...[...own].map(named)])
}
