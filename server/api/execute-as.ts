import type { TypedDocumentNode } from '@graphql-typed-document-node/core'
import { execute } from 'graphql'
import type { GraphQLSchema } from 'graphql'
import type { Problem } from '../domain.ts'
import type { ApiContext } from './context.ts'
import type { FormatError } from './format-error.ts'

/** Runs a document of our own pages in this process; rejects with a `ProblemError` when a field failed. */
export type ExecuteDocument = <Data, Variables>(
  document: TypedDocumentNode<Data, Variables>,
  variables?: Variables,
) => Promise<Data>

/** What a page is told of a failure; the same words as over the network. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError'
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.message)
    this.problem = problem
  }
}

export function executeAs(
  schema: GraphQLSchema,
  contextValue: ApiContext,
  formatError: FormatError,
): ExecuteDocument {
  return async (document, variableValues) => {
    const { data, errors } = await execute({
      schema,
      document,
      contextValue,
      variableValues: variableValues as Record<string, unknown> | undefined,
    })
    const [error] = errors ?? []
    if (error) {
      const { message, extensions } = formatError(error)
      throw new ProblemError({ ...(extensions as Omit<Problem, 'message'>), message })
    }
    // The generated types of a document describe what the schema answers to it.
    return data as never
  }
}
