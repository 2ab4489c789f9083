import { GraphQLError, parse, validate } from 'graphql'
import type { DocumentNode, GraphQLSchema } from 'graphql'

export interface DocumentLimits {
  schema: GraphQLSchema
  maxTokens: number
}

/** A document within the limits that fits the schema, or what is wrong with it. */
export function readDocument(
  { schema, maxTokens }: DocumentLimits,
  query: string,
): { document: DocumentNode } | { errors: readonly GraphQLError[] } {
  try {
    const document = parse(query, { maxTokens })
    const errors = validate(schema, document)
    return errors.length > 0 ? { errors } : { document }
  } catch (error) {
    return { errors: [toGraphQLError(error)] }
  }
}

/** What was thrown, in the form that GraphQL's transports pass on; `formatError` looks inside. */
export function toGraphQLError(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error
  return new GraphQLError('', { originalError: error instanceof Error ? error : new Error('thrown') })
}
