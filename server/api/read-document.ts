import { GraphQLError, NoSchemaIntrospectionCustomRule, parse, specifiedRules, validate } from 'graphql'
import type { DocumentNode, GraphQLSchema } from 'graphql'
import { AppError } from '../errors.ts'
import { exceededLimit } from './document-limits.ts'
import type { DocumentLimits } from './document-limits.ts'

export interface DocumentRules extends DocumentLimits {
  schema: GraphQLSchema
  maxTokens: number
  /** Whether documents may ask what the schema is. */
  introspection: boolean
}

/**
 * A document that is no larger than it may be; throws what is wrong otherwise, as a GraphQLError or INPUT_INVALID. Every
 * transport asks it before the document is validated, which by itself can take long.
 */
export function parseDocument(
  { schema, maxTokens, ...limits }: DocumentRules,
  query: string,
  variables: Readonly<Record<string, unknown>> | null | undefined,
): DocumentNode {
  const document = parse(query, { maxTokens })
  const exceeded = exceededLimit(document, schema, variables ?? {}, limits)
  if (exceeded === null) return document
  throw new AppError('INPUT_INVALID', 'The document asks for more than may be asked at once', {
    hints: [exceeded, 'Ask in several documents; the limits are in docs/security.md'],
  })
}

/** A document within the limits that fits the schema, or what is wrong with it. */
export function readDocument(
  rules: DocumentRules,
  query: string,
  variables: Readonly<Record<string, unknown>> | null | undefined,
): { document: DocumentNode } | { errors: readonly GraphQLError[] } {
  const { schema, introspection } = rules
  try {
    const document = parseDocument(rules, query, variables)
    const errors = introspection
      ? validate(schema, document)
      : validate(schema, document, [...specifiedRules, NoSchemaIntrospectionCustomRule], {
          hideSuggestions: true,
        })
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
