import type { FunctionReference, Mention, Reference } from '../statement.ts'
import { createConditions } from './conditions.ts'
import type { Conditions } from './conditions.ts'
import { createTokenReader } from './token-reader.ts'
import type { TokenReader } from './token-reader.ts'
import type { Token } from './token.ts'

export type Facts = ReturnType<typeof emptyFacts>

export function emptyFacts() {
  return {
    tables: [] as Reference[],
    functions: [] as FunctionReference[],
    operators: [] as Reference[],
    types: [] as Reference[],
    changes: [] as Mention[],
    intos: [] as Mention[],
    locks: [] as Mention[],
    parameters: [] as Mention[],
    unknownSyntax: [] as Mention[],
    crossJoins: [] as Mention[],
    nullComparisons: [] as Mention[],
  }
}

/** What every part of the grammar gets: the tokens, the facts found so far, and what is known around this place. */
export interface Reading extends TokenReader {
  facts: Facts
  conditions: Conditions
  /** The names of WITH lists that a bare table name means here. */
  withNames: ReadonlySet<string>
  /** How many aggregates without OVER this select list has called. */
  aggregates: number
}

export function createReading(tokens: readonly Token[]): Reading {
  return {
    ...createTokenReader(tokens),
    facts: emptyFacts(),
    conditions: createConditions(),
    withNames: new Set(),
    aggregates: 0,
  }
}

/** From the first token to the one that was taken last. */
export function mention(reading: Reading, first: Token, words: string): Mention {
  return { start: first.start, end: reading.last().end, words }
}

/** A function that the text calls; bare names of functions are the same in any case of letters. */
export function addCall(reading: Reading, path: readonly Token[]): void {
  const [first, last] = [path[0], path.at(-1)]
  if (first === undefined || last === undefined) return
  const schema = path.length > 1 ? first.text : null
  const name = last.text.toLowerCase()
  reading.facts.functions.push({ schema, name, form: 'CALL', start: first.start, end: last.end })
}

/** A table that the text names, unless a WITH list has made the name. */
export function addTable(reading: Reading, path: readonly Token[]): void {
  const [first, last] = [path[0], path.at(-1)]
  if (first === undefined || last === undefined) return
  if (path.length === 1 && reading.withNames.has(first.text)) return
  const schema = path.length > 1 ? (path.at(-2)?.text ?? null) : null
  reading.facts.tables.push({ schema, name: last.text, start: first.start, end: last.end })
}
