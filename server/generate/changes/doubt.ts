/**
 * Words that are a change of structure, but not which one. Thrown while they are read, so that a reader says what it
 * found where it found it; `changes.ts` turns it into an answer.
 */
export class Doubt extends Error {
  readonly instead: readonly Replacement[]

  constructor(message: string, instead: readonly Replacement[] = []) {
    super(message)
    this.instead = instead
  }
}

/** What the clause could say instead: other words in place of some of its own, or of all of them. */
export interface Replacement {
  words: string | null
  by: string
}
