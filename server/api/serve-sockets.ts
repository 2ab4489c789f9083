import type http from 'node:http'
import { parse } from 'graphql'
import type { GraphQLSchema, Source } from 'graphql'
import { useServer } from 'graphql-ws/use/ws'
import type { WebSocketServer } from 'ws'
import type { ApiContext } from './context.ts'
import type { FormatError } from './format-error.ts'

export interface SocketOptions {
  schema: GraphQLSchema
  sockets: WebSocketServer
  formatError: FormatError
  maxTokens: number
  contextOf: (request: http.IncomingMessage) => Promise<ApiContext>
}

/** graphql-transport-ws. Who calls is asked anew for each operation, so that a session that ended opens nothing. */
export function serveSockets({ schema, sockets, formatError, maxTokens, contextOf }: SocketOptions) {
  const server = useServer(
    {
      schema,
      parse: (source: string | Source) => parse(source, { maxTokens }),
      context: ({ extra }) => contextOf(extra.request),
      onNext: (_context, _id, _payload, _args, result) =>
        result.errors ? { ...result, errors: result.errors.map(formatError) } : undefined,
      onError: (_context, _id, _payload, errors) => errors.map(formatError),
    },
    sockets,
  )
  return async (): Promise<void> => {
    await server.dispose()
  }
}
