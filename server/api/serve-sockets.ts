import { randomUUID } from 'node:crypto'
import type http from 'node:http'
import type { Duplex } from 'node:stream'
import { execute, subscribe } from 'graphql'
import type { ExecutionArgs, GraphQLSchema } from 'graphql'
import { useServer } from 'graphql-ws/use/ws'
import { WebSocketServer } from 'ws'
import type { WebSocket } from 'ws'
import { AppError } from '../errors.ts'
import type { ApiContext } from './context.ts'
import type { FormatError } from './format-error.ts'
import { keepAlive } from './keep-alive.ts'
import type { OpenCounts } from './open-counts.ts'
import { toGraphQLError } from './read-document.ts'
import type { DocumentReader } from './read-document.ts'
import { withRequestId } from './request-id.ts'
import { createSocketOperations } from './socket-operations.ts'
import { spliceRows } from './row-slot.ts'
import type { HeldRows } from './row-slot.ts'

export interface SocketOptions {
  schema: GraphQLSchema
  documents: Pick<DocumentReader, 'read'>
  httpServer: http.Server
  formatError: FormatError
  /** Of one message. */
  maxBytes: number
  /** Costs a third of the rows per second; for slow links. */
  compression: boolean
  /** How long a client may take nothing of what was sent before it is cut off. */
  stalledMs: number
  /** Whether a page of this origin may open a socket. */
  allows: (origin: string | undefined) => boolean
  /** Sockets at other paths are hot reload's then. */
  development: boolean
  /** @param params what the socket was opened with: `authorization` in them counts before the header */
  contextOf: (
    request: http.IncomingMessage,
    params: Readonly<Record<string, unknown>> | undefined,
  ) => Promise<ApiContext>
  addressOf: (request: http.IncomingMessage) => string
  /** Open sockets by address and by person. */
  perAddress: OpenCounts
  perUser: OpenCounts
  operationsPerSocket: number
  /** Of persons, on all transports. */
  subscriptions: OpenCounts
}

interface Extra extends Record<PropertyKey, unknown> {
  request: http.IncomingMessage
  socket: WebSocket
}

/** As the protocol's own codes from 4400 on, which follow those of HTTP. */
const TOO_MANY_SOCKETS = 4429

/** A client that does not answer the goodbye is cut off after that. */
const GOODBYE_MS = 1000

/**
 * graphql-transport-ws at /graphql. Who calls is asked anew for each operation, so that a session that ended opens
 * nothing. What is wrong with one operation ends that operation, not the socket.
 * @returns ends all sockets
 */
export function serveSockets(options: SocketOptions): () => Promise<void> {
  const { schema, formatError, contextOf } = options
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: options.maxBytes,
    perMessageDeflate: options.compression && { threshold: 1024, zlibDeflateOptions: { level: 1 } },
  })
  const spliceFor = new WeakMap<WebSocket, (rows: HeldRows) => void>()
  const operations = createSocketOperations(options.subscriptions, options.operationsPerSocket)
  const server = useServer<Record<string, unknown>, Extra>(
    {
      async onConnect({ extra, connectionParams }) {
        // When nobody knows who it is, each operation says why.
        const user = await contextOf(extra.request, connectionParams).then(
          context => context.user,
          () => null,
        )
        const leave = user === null ? () => undefined : options.perUser.enter(user.id)
        if (leave !== null) return void extra.socket.once('close', leave)
        extra.socket.close(TOO_MANY_SOCKETS, 'Too many open sockets')
        return false
      },
      onSubscribe: (context, id, { query, operationName, variables }) => {
        const requestId = randomUUID()
        return withRequestId(requestId, async () => {
          try {
            const read = options.documents.read(query, variables)
            if ('errors' in read) return read.errors
            const contextValue = {
              ...(await contextOf(context.extra.request, context.connectionParams)),
              requestId,
            }
            const caller = contextValue.user?.id ?? contextValue.address
            if (!operations.begin(context, id, caller)) throw tooManyOpen()
            const { document } = read
            return { schema, document, operationName, variableValues: variables, contextValue }
          } catch (error) {
            return [toGraphQLError(error)]
          }
        })
      },
      execute: args => withRequestId(requestIdOf(args), () => execute(args)),
      subscribe: args => withRequestId(requestIdOf(args), () => subscribe(args)),
      onNext({ extra }, _id, _payload, { contextValue }: ExecutionArgs, result) {
        const rows = (contextValue as ApiContext).rowSlot?.take()
        if (rows) spliceFor.get(extra.socket)?.(rows)
        const { errors } = result
        if (!errors) return undefined
        return withRequestId(requestIdOf({ contextValue }), () => ({
          ...result,
          errors: errors.map(formatError),
        }))
      },
      onError(context, id, _payload, errors) {
        operations.end(context, id)
        return errors.map(formatError)
      },
      onComplete: (context, id) => operations.end(context, id),
      onClose: context => operations.close(context),
    },
    sockets,
    // Our own: theirs takes a client that reads slowly for one that is gone.
    0,
  )
  options.httpServer.on('upgrade', (request, socket: Duplex, head) => {
    // Node leaves the errors of such a socket to us; there is nobody to tell them to.
    socket.on('error', () => socket.destroy())
    if (request.url?.split('?')[0] !== '/graphql') {
      if (!options.development) refuse(socket, '404 Not Found')
    } else if (!options.allows(request.headers.origin)) {
      refuse(socket, '403 Forbidden')
    } else {
      const leave = options.perAddress.enter(options.addressOf(request))
      if (leave === null) return refuse(socket, '429 Too Many Requests')
      socket.once('close', leave)
      sockets.handleUpgrade(request, socket, head, opened => {
        // The library listens for the first error only; ws closes the socket by itself after any.
        opened.on('error', () => undefined)
        spliceFor.set(opened, spliceWhenSent(opened))
        keepAlive(opened, options.stalledMs)
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

/** The bytes are a text all the same. */
const TEXT = { binary: false }

/** The library sends a result right after `onNext`; until then its rows wait here. */
function spliceWhenSent(socket: WebSocket): (rows: HeldRows) => void {
  const waiting = new Map<string, HeldRows>()
  const send = socket.send.bind(socket) as (...args: readonly unknown[]) => void
  socket.send = (data: unknown, ...rest: unknown[]) => {
    if (typeof data === 'string') {
      for (const [placeholder, rows] of waiting) {
        if (!data.includes(placeholder)) continue
        waiting.delete(placeholder)
        return send(spliceRows(data, rows), TEXT, ...rest)
      }
    }
    send(data, ...rest)
  }
  return rows => waiting.set(rows.placeholder, rows)
}

export function tooManyOpen(): AppError {
  return new AppError('REQUEST_TOO_MANY', 'You have as many operations open as may be', {
    hints: ['Wait for one to end, or leave one; the limits are in docs/security.md'],
    retryable: true,
  })
}

/** Of the operation; the library hands contexts through without a type. */
function requestIdOf({ contextValue }: Pick<ExecutionArgs, 'contextValue'>): string {
  return (contextValue as ApiContext).requestId
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}
