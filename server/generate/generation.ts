import type { ModelUsage } from '../domain.ts'

/** What became of a question: SQL, or honest words about why there is none. */
export type Generation =
  | {
      kind: 'query'
      sql: string
      /** How the question was read, in words. */
      explanation: string
      /** What was taken for granted that the question does not say, a sentence each. Absent: nothing. */
      assumptions?: readonly string[]
      /** 0 to 1; null where the origin cannot tell. */
      confidence: number | null
      origin: 'MODEL' | 'BUILT_IN'
      model: string | null
      usage: ModelUsage | null
    }
  /** Several good readings; each suggestion, sent as a question, settles it. */
  | { kind: 'clarification'; message: string; suggestions: readonly string[] }
  /** Understood, but not done here, e.g. a request to change data. */
  | { kind: 'refusal'; message: string; suggestions: readonly string[] }
  /** Not understood well enough to be sure; says what was understood and what was not. */
  | { kind: 'declined'; message: string; suggestions: readonly string[] }
