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

/** When it cannot be found out who calls, every document fails with the reason, so that pages can show it. */
export async function executeAs(
  schema: GraphQLSchema,
  caller: Promise<ApiContext>,
  formatError: FormatError,
): Promise<ExecuteDocument> {
  const problemOf = (error: unknown) => {
    const { message, extensions } = formatError(error)
    return new ProblemError({ ...(extensions as Omit<Problem, 'message'>), message })
  }
  const known = await caller.then(
    contextValue => ({ contextValue }),
    (error: unknown) => ({ problem: problemOf(error) }),
  )
  return async (document, variableValues) => {
    if ('problem' in known) throw known.problem
    const { data, errors } = await execute({
      schema,
      document,
      contextValue: known.contextValue,
      variableValues: variableValues as Record<string, unknown> | undefined,
    })
    const [error] = errors ?? []
    if (error) throw problemOf(error)
    // The generated types of a document describe what the schema answers to it.
    return data as never
  }
}
