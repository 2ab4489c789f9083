import type { Generation } from './generation.ts'

/** The built-in translator counts down from 1 with every name that it had to guess. */
const CERTAIN = 0.9

/** The built-in answer where no model could know better: a reading with next to no guesses. */
export function sureOf(answer: Generation): Generation | null {
  return answer.kind === 'query' && (answer.confidence ?? 0) >= CERTAIN ? answer : null
}
