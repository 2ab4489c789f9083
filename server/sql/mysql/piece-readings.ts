import { parse } from 'sql-parser-cst'
import { isStub, stubName } from './piece.ts'
import type { Piece } from './piece.ts'
import { readTree, statementsOf } from './read-tree.ts'
import type { TreeFacts } from './read-tree.ts'
import { isPlainString } from './simple-operand.ts'
import { withStandIns } from './stand-ins.ts'
import type { Token } from './token.ts'

export type Dialect = 'mariadb' | 'mysql'

/** What has been read of pieces before: the same words say the same, wherever they stand. */
const KEPT = { pieces: 5_000, characters: 1_000 }
const kept: Readonly<Record<Dialect, Map<string, TreeFacts>>> = { mariadb: new Map(), mysql: new Map() }

/** A piece and its inner ones, each as the text that sql-parser-cst is shown. */
export interface ShownPiece {
  text: string
  /** True when no reader could see a string or comment in it end elsewhere, so that it can be read beside others. */
  isPlain: boolean
  stubbed: readonly ShownPiece[]
  unseen: readonly ShownPiece[]
}

export function showPiece(sql: string, piece: Piece): ShownPiece {
  let number = 0
  const tokens = piece.tokens.map(token => (isStub(token) ? { ...token, text: stubName(number++) } : token))
  return {
    text: withStandIns(sql, tokens, piece.comments),
    isPlain: piece.comments.length === 0 && tokens.every(isPlainToken),
    stubbed: piece.stubbed.map(inner => showPiece(sql, inner)),
    unseen: piece.unseen.map(inner => showPiece(sql, inner)),
  }
}

function isPlainToken(token: Token): boolean {
  switch (token.kind) {
    case 'STRING':
      return isPlainString(token)
    case 'QUOTED':
      return /^[\w $]*$/.test(token.text) || isStub(token)
    case 'SYMBOL':
      return !'{};'.includes(token.text)
    default:
      return true
  }
}

/** The texts of a piece and all inner ones, each once. */
export function textsOf(
  piece: ShownPiece,
  found = new Map<string, ShownPiece>(),
): ReadonlyMap<string, ShownPiece> {
  found.set(piece.text, piece)
  for (const inner of piece.stubbed) textsOf(inner, found)
  for (const inner of piece.unseen) textsOf(inner, found)
  return found
}

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
  for (const name of facts.bareTables) if (!outer.has(name)) sum.bareTables.push(name)
  sum.tables.push(...facts.tables)
  sum.functions.push(...facts.functions)
  sum.intos += facts.intos
  sum.locks += facts.locks
  sum.changes += facts.changes
  sum.parameters += facts.parameters
  sum.variables += facts.variables
  if (facts.withNames === null && piece.unseen.length > 0) return false
  const inBody = union(outer, facts.withNames ?? outer)
  if (!piece.unseen.every(inner => addPiece(sum, inner, inBody, read))) return false
  const numbers = new Set(facts.stubs.map(({ number }) => number))
  if (numbers.size !== piece.stubbed.length) return false
  return facts.stubs.every(({ number, withNames }) => {
    const inner = piece.stubbed[number]
    return inner !== undefined && addPiece(sum, inner, union(outer, withNames), read)
  })
}

function union(outer: ReadonlySet<string>, own: ReadonlySet<string>): ReadonlySet<string> {
  if (own.size === 0 || own === outer) return outer
  return outer.size === 0 ? own : new Set([...outer, ...own])
}
