import type { Place } from '../statement.ts'

/**
 * WORD is a bare name or keyword; QUOTED a name in backquotes; STRING also hex and bit literals in quotes; VARIABLE an
 * `@@` one; END stands behind the last.
 */
export type TokenKind = 'WORD' | 'QUOTED' | 'STRING' | 'NUMBER' | 'SYMBOL' | 'VARIABLE' | 'END'

export interface Token extends Place {
  kind: TokenKind
  /** A name without its quotes, a string without quotes and escapes, everything else as written. */
  text: string
  /** In upper case for a bare word, to compare with keywords; empty for all else, so that a quoted name is never one. */
  word: string
  /** Stands for the part of the text from `start` to `end`, which says something else. */
  made?: true
}

/** Thrown inside this folder only: the text cannot be read, at this place. */
export class Unreadable extends Error {
  constructor(
    message: string,
    readonly start: number,
  ) {
    super(message)
  }
}
