/** The one place that decides what a caller learns of a failure. Answers INTERNAL if it fails itself. */
import { GraphQLError } from 'graphql'
import type { GraphQLFormattedError } from 'graphql'
import type { Logger } from 'pino'
import type { Problem } from '../domain.ts'
import { AppError } from '../errors.ts'
import { describeVariable } from './describe-variable.ts'
import { currentRequestId } from './request-id.ts'

export interface ErrorFormatterOptions {
  log: Pick<Logger, 'error' | 'warn'>
  newId: () => string
  /** Recognises outside failures that are not named yet, e.g. of our own database. */
  nameFailure: (error: unknown) => AppError | null
  /** Told the code of each failure that goes out. */
  onFailure?: (code: string) => void
}

export type FormatError = (error: unknown) => GraphQLFormattedError

export function createErrorFormatter(options: ErrorFormatterOptions): FormatError {
  const { log, newId, nameFailure, onFailure } = options
  function toProblem(error: unknown): Problem {
    const named = error instanceof AppError ? error : nameFailure(error)
    if (named) {
      onFailure?.(named.code)
      if (named.cause !== undefined)
        log.warn({ code: named.code, cause: withoutData(named.cause) }, 'failure')
      const { code, message, hints, retryable, fields } = named
      return { code, message, hints, retryable, fields }
    }
    onFailure?.('INTERNAL')
    const id = currentRequestId() ?? newId()
    log.error({ id, bug: withoutData(error) }, 'bug')
    return {
      code: 'INTERNAL',
      message: `Something went wrong on our side. It is on our log as ${id}.`,
      hints: ['Try again; if it stays, tell your administrator this id'],
      retryable: false,
      fields: [],
    }
  }

  return error => {
    try {
      const root = rootOf(error)
      // Without a path it is GraphQL's own word on the document or its variables: it speaks of nothing but these.
      if (error instanceof GraphQLError && root instanceof GraphQLError && !error.path)
        return ofTheDocument(error, root)
      const { message, ...extensions } = toProblem(root)
      const located = error instanceof GraphQLError ? { path: error.path, locations: error.locations } : {}
      return { message, ...located, extensions }
    } catch {
      return {
        message: 'Something went wrong on our side',
        extensions: { code: 'INTERNAL', hints: [], retryable: false, fields: [] },
      }
    }
  }
}

/** GraphQL and Apollo Server wrap what was thrown, the latter also GraphQL's own errors. */
function rootOf(error: unknown): unknown {
  let root = error
  while (root instanceof GraphQLError && root.originalError) root = root.originalError
  return root
}

function ofTheDocument(error: GraphQLError, root: GraphQLError): GraphQLFormattedError {
  const wrong = describeVariable(error, root)
  return {
    message: wrong ? `${wrong.field}: ${wrong.message}` : error.message,
    locations: error.locations,
    extensions: {
      code: 'INPUT_INVALID',
      hints: ['The API is documented in schema.graphql and in GraphiQL at /graphql'],
      retryable: false,
      fields: wrong ? [wrong] : [],
    },
  }
}

/** Name, code and places of an error; not its message, which may hold SQL, parameters or rows. */
export function withoutData(error: unknown): unknown {
  if (!(error instanceof Error)) return typeof error
  return {
    name: error.name,
    ...('code' in error ? { code: String(error.code) } : {}),
    stack: error.stack?.split('\n').filter(line => /^\s+at /.test(line)),
    ...(error.cause === undefined ? {} : { cause: withoutData(error.cause) }),
  }
}
