import { CombinedGraphQLErrors } from '@apollo/client/errors'
import type { ProblemPartsFragment } from './generated/graphql.ts'

export type Problem = ProblemPartsFragment

/** A failure that this side made: the server did not answer. */
export const CONNECTION_LOST: Problem = {
  code: 'CONNECTION_LOST',
  message: 'The server cannot be reached right now.',
  hints: ['Nothing you typed is lost. Check your network, then try again.'],
  retryable: true,
  fields: [],
}

/** Whatever a loader or Apollo rejected with, as words that a person can act on. */
export function problemOf(error: unknown): Problem {
  if (CombinedGraphQLErrors.is(error)) {
    const first = error.errors[0]
    return fromParts({ ...first?.extensions, message: first?.message })
  }
  if (error instanceof Error && 'problem' in error) return fromParts(error.problem)
  return CONNECTION_LOST
}

function fromParts(parts: unknown): Problem {
  const given = typeof parts === 'object' && parts !== null ? (parts as Record<string, unknown>) : {}
  return {
    code: typeof given.code === 'string' ? given.code : 'INTERNAL',
    message: typeof given.message === 'string' ? given.message : 'Something went wrong on the server.',
    hints: Array.isArray(given.hints) ? given.hints.filter(hint => typeof hint === 'string') : [],
    retryable: given.retryable === true,
    fields: Array.isArray(given.fields) ? given.fields.filter(isFieldProblem) : [],
  }
}

function isFieldProblem(value: unknown): value is Problem['fields'][number] {
  return typeof value === 'object' && value !== null && 'field' in value && 'message' in value
}

export function isProblem(value: unknown): value is Problem {
  return (
    typeof value === 'object' && value !== null && 'code' in value && 'message' in value && 'hints' in value
  )
}
