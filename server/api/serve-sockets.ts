import type http from 'node:http'
import type { Duplex } from 'node:stream'
import { GraphQLError, parse, validate } from 'graphql'
import type { GraphQLSchema } from 'graphql'
import { useServer } from 'graphql-ws/use/ws'
import { WebSocketServer } from 'ws'
import type { ApiContext } from './context.ts'
import type { FormatError } from './format-error.ts'

export interface SocketOptions {
  httpServer: http.Server
  schema: GraphQLSchema
  formatError: FormatError
  maxTokens: number
  /** Of one message. */
  maxBytes: number
  /** Whether a page of this origin may open a socket. */
  allows: (origin: string | undefined) => boolean
  /** Sockets at other paths are hot reload's then. */
  development: boolean
  contextOf: (request: http.IncomingMessage) => Promise<ApiContext>
}

/** A client that does not answer the goodbye is cut off after that. */
const GOODBYE_MS = 1000

/**
 * graphql-transport-ws at /graphql. Who calls is asked anew for each operation, so that a session that ended opens
 * nothing. What is wrong with one operation ends that operation, not the socket.
 * @returns ends all sockets
 */
export function serveSockets(options: SocketOptions): () => Promise<void> {
  const { schema, formatError, maxTokens, contextOf } = options
  const sockets = new WebSocketServer({ noServer: true, maxPayload: options.maxBytes })
  const server = useServer<Record<string, unknown>, { request: http.IncomingMessage }>(
    {
      async onSubscribe({ extra }, _id, { query, operationName, variables }) {
        try {
          const document = parse(query, { maxTokens })
          const errors = validate(schema, document)
          if (errors.length > 0) return errors
          const contextValue = await contextOf(extra.request)
          return { schema, document, operationName, variableValues: variables, contextValue }
        } catch (error) {
          return [toGraphQLError(error)]
        }
      },
      onNext: (_context, _id, _payload, _args, result) =>
        result.errors ? { ...result, errors: result.errors.map(formatError) } : undefined,
      onError: (_context, _id, _payload, errors) => errors.map(formatError),
    },
    sockets,
  )
  options.httpServer.on('upgrade', (request, socket: Duplex, head) => {
    // Node leaves the errors of such a socket to us; there is nobody to tell them to.
    socket.on('error', () => socket.destroy())
    if (request.url?.split('?')[0] !== '/graphql') {
      if (!options.development) refuse(socket, '404 Not Found')
    } else if (!options.allows(request.headers.origin)) {
      refuse(socket, '403 Forbidden')
    } else {
      sockets.handleUpgrade(request, socket, head, opened => {
        // The library listens for the first error only; ws closes the socket by itself after any.
        opened.on('error', () => undefined)
        sockets.emit('connection', opened, request)
      })
    }
  })
  return async () => {
    const cutOff = setTimeout(() => sockets.clients.forEach(client => client.terminate()), GOODBYE_MS)
    await server.dispose()
    clearTimeout(cutOff)
  }
}

function toGraphQLError(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error
  return new GraphQLError('', { originalError: error instanceof Error ? error : new Error('thrown') })
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}
