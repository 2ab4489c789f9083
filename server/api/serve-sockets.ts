import type http from 'node:http'
import type { Duplex } from 'node:stream'
import type { ExecutionArgs } from 'graphql'
import { useServer } from 'graphql-ws/use/ws'
import { WebSocketServer } from 'ws'
import type { WebSocket } from 'ws'
import type { ApiContext } from './context.ts'
import type { FormatError } from './format-error.ts'
import { keepAlive } from './keep-alive.ts'
import { readDocument, toGraphQLError } from './read-document.ts'
import type { DocumentLimits } from './read-document.ts'
import { spliceRows } from './row-slot.ts'
import type { HeldRows } from './row-slot.ts'

export interface SocketOptions extends DocumentLimits {
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
  const { schema, formatError, contextOf } = options
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: options.maxBytes,
    perMessageDeflate: options.compression && { threshold: 1024, zlibDeflateOptions: { level: 1 } },
  })
  const spliceFor = new WeakMap<WebSocket, (rows: HeldRows) => void>()
  const server = useServer<Record<string, unknown>, { request: http.IncomingMessage; socket: WebSocket }>(
    {
      async onSubscribe({ extra }, _id, { query, operationName, variables }) {
        try {
          const read = readDocument(options, query)
          if ('errors' in read) return read.errors
          const { document } = read
          const contextValue = await contextOf(extra.request)
          return { schema, document, operationName, variableValues: variables, contextValue }
        } catch (error) {
          return [toGraphQLError(error)]
        }
      },
      onNext({ extra }, _id, _payload, { contextValue }: ExecutionArgs, result) {
        const rows = (contextValue as ApiContext).rowSlot?.take()
        if (rows) spliceFor.get(extra.socket)?.(rows)
        return result.errors ? { ...result, errors: result.errors.map(formatError) } : undefined
      },
      onError: (_context, _id, _payload, errors) => errors.map(formatError),
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

/** The library sends a result right after `onNext`; until then its rows wait here. */
function spliceWhenSent(socket: WebSocket): (rows: HeldRows) => void {
  const waiting = new Map<string, HeldRows>()
  const send = socket.send.bind(socket) as (...args: readonly unknown[]) => void
  socket.send = (data: unknown, ...rest: unknown[]) => {
    if (typeof data === 'string') {
      for (const [placeholder, rows] of waiting) {
        if (!data.includes(placeholder)) continue
        waiting.delete(placeholder)
        return send(spliceRows(data, rows), ...rest)
      }
    }
    send(data, ...rest)
  }
  return rows => waiting.set(rows.placeholder, rows)
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}
