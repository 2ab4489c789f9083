import type { Place } from '../statement.ts'
import type { Token } from './token.ts'

/** A part of a query that is read by itself: a query, or a call behind SELECT. In its place stands a stub, or nothing. */
export interface Piece extends Pick<Place, 'start'> {
  tokens: readonly Token[]
  /** The comments that stand in it, in their order, and in none of the inner pieces. */
  comments: readonly Place[]
  /** Those of which a stub stands among the tokens; the nth stub stands for the nth of them. */
  stubbed: readonly Piece[]
  /** Those of which nothing is left among the tokens. They stand where all names of the piece's WITH list hold. */
  unseen: readonly Piece[]
}

/** Stands among tokens for a query, as the name of a table behind TABLE: the second reader needs a third of the time of SELECT. */
export interface Stub extends Token {
  piece: Piece
}

/** Begins the name of a stub. No text that is read holds this character, so no name in it is taken for a stub. */
const MARK = '\u0001'

export function stubFor(piece: Piece, { start, end }: Place): Stub {
  return { kind: 'QUOTED', text: '', word: '', start, end, made: true, piece }
}

export function isStub(token: Token): token is Stub {
  return 'piece' in token
}

/** As it is written in backquotes. */
export function stubName(number: number): string {
  return `\`${MARK}${number}\``
}

/** The number of the stub that a name stands for, or null. */
export function stubNumber(name: string): number | null {
  return name.startsWith(MARK) ? Number(name.slice(MARK.length)) : null
}
