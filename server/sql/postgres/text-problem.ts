import { nestingProblem } from './nesting.ts'

const MAX_CHARACTERS = 100_000

/** Why a text is not given to the parser at all; null when it is. */
export function textProblem(sql: string): { message: string; start: number | null } | null {
  if (sql.length > MAX_CHARACTERS)
    return {
      message: `The text has ${sql.length.toLocaleString('en')} characters; at most ${MAX_CHARACTERS.toLocaleString('en')} are read.`,
      start: null,
    }
  // The parser is written in C: it would stop reading at a NUL and call the rest of the text harmless.
  const nul = sql.indexOf('\0')
  if (nul >= 0) return { message: 'The text holds a NUL character.', start: nul }
  const surrogate = sql.search(/\p{Surrogate}/u)
  if (surrogate >= 0) return { message: 'The text holds half of a character.', start: surrogate }
  const nesting = nestingProblem(sql)
  return nesting === null ? null : { message: `The text cannot be read: ${nesting}.`, start: null }
}
