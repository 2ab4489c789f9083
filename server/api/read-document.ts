import { GraphQLError, NoSchemaIntrospectionCustomRule, parse, specifiedRules, validate } from 'graphql'
import type { DocumentNode, GraphQLSchema } from 'graphql'
import { AppError } from '../errors.ts'
import { exceededLimit } from './document-limits.ts'
import type { DocumentLimits } from './document-limits.ts'
import { createKnownDocuments } from './known-documents.ts'

export interface DocumentRules extends DocumentLimits {
  schema: GraphQLSchema
  maxTokens: number
  /** Whether documents may ask what the schema is. */
  introspection: boolean
}

export interface DocumentReader {
  /**
   * A document that is no larger than it may be; throws what is wrong otherwise, as a GraphQLError or INPUT_INVALID. Every
   * transport asks it before the document is validated, which by itself can take long.
   */
  parse(query: string, variables: Variables): DocumentNode
  /** A document within the limits that fits the schema, or what is wrong with it. */
  read(query: string, variables: Variables): { document: DocumentNode } | { errors: readonly GraphQLError[] }
}

type Variables = Readonly<Record<string, unknown>> | null | undefined

export function createDocumentReader({
  schema,
  maxTokens,
  introspection,
  ...limits
}: DocumentRules): DocumentReader {
  const known = createKnownDocuments()
  const validated = (document: DocumentNode) =>
    introspection
      ? validate(schema, document)
      : validate(schema, document, [...specifiedRules, NoSchemaIntrospectionCustomRule], {
          hideSuggestions: true,
        })

  /** Also of a known one, since variables say how long lists may be. */
  function withinLimits(document: DocumentNode, variables: Variables): DocumentNode {
    const exceeded = exceededLimit(document, schema, variables ?? {}, limits)
    if (exceeded === null) return document
    throw new AppError('INPUT_INVALID', 'The document asks for more than may be asked at once', {
      hints: [exceeded, 'Ask in several documents; the limits are in docs/security.md'],
    })
  }

  return {
    parse: (query, variables) => withinLimits(known.find(query) ?? parse(query, { maxTokens }), variables),
    read(query, variables) {
      try {
        const earlier = known.find(query)
        const document = withinLimits(earlier ?? parse(query, { maxTokens }), variables)
        const errors = earlier === null ? validated(document) : []
        if (errors.length > 0) return { errors }
        known.add(query, document)
        return { document }
      } catch (error) {
        return { errors: [toGraphQLError(error)] }
      }
    },
  }
}

/** What was thrown, in the form that GraphQL's transports pass on; `formatError` looks inside. */
export function toGraphQLError(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error
  return new GraphQLError('', { originalError: error instanceof Error ? error : new Error('thrown') })
}
