import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/**
 * A server that speaks a model provider's protocol over real HTTP. msw cannot stand in for it: under msw an abort waits
 * for the end of the mocked stream, and a retry after an error reply hangs. The protocols are in files of their own.
 */

export interface RecordedRequest<Body> {
  path: string
  headers: http.IncomingHttpHeaders
  body: Body
}

export interface FakeMessage {
  kind: 'message'
  /** Signed reasoning before the text, where the protocol has it. */
  thinking?: string
  text?: string
  toolCalls?: readonly { name: string; input: unknown }[]
  stopReason?: string
  usage?: {
    input_tokens?: number
    cache_creation_input_tokens?: number
    cache_read_input_tokens?: number
    output_tokens?: number
  }
  /** The stream is sent in pieces of that many bytes, wherever that cuts. */
  chunkBytes?: number
  /** Before each piece. */
  delayMs?: number
}

export type FakeReply =
  | FakeMessage
  /** The beginning of a message, then silence until the client goes away. */
  | { kind: 'stall'; text: string }
  /** The same text again and again, until the client goes away. */
  | { kind: 'endless'; text: string }
  /** Not even headers. */
  | { kind: 'silence' }
  | { kind: 'error'; status: number; type: string; message?: string; headers?: Record<string, string> }
  | { kind: 'raw'; body: string; contentType?: string }
  /** The beginning of a message, then the socket is torn down. */
  | { kind: 'torn'; text: string }

export interface ModelServer<Body> {
  url: string
  requests: readonly RecordedRequest<Body>[]
  /** Answers when a client has closed its connection before the reply was complete. */
  clientGone: Promise<void>
  close(): Promise<void>
}

/** How a provider writes what is said above. */
export interface Protocol {
  stream(message: FakeMessage, model: string): string
  /** The stream up to the text, which has not ended. */
  beginning(text: string, model: string): string
  /** More text of a message that has begun. */
  more(text: string, model: string): string
  error(reply: { type: string; message: string }): unknown
}

export type Respond<Body> = (request: RecordedRequest<Body>, index: number) => FakeReply

/** Answers the replies in their order; the last one again and again. */
export function inOrder(...replies: readonly FakeReply[]): (request: unknown, index: number) => FakeReply {
  return (_request, index) => {
    const reply = replies[Math.min(index, replies.length - 1)]
    if (!reply) throw new Error('inOrder needs at least one reply')
    return reply
  }
}

/** `respond` gets the request and how many came before it. Listens on a free port of 127.0.0.1. */
export async function startModelServer<Body extends { model: string }>(
  protocol: Protocol,
  respond: Respond<Body>,
): Promise<ModelServer<Body>> {
  const requests: RecordedRequest<Body>[] = []
  let reportGone = () => {}
  const clientGone = new Promise<void>(resolve => (reportGone = resolve))

  const server = http.createServer((request, response) => {
    void (async () => {
      const parts: Buffer[] = []
      for await (const part of request) parts.push(part as Buffer)
      const recorded = {
        path: request.url ?? '',
        headers: request.headers,
        body: JSON.parse(Buffer.concat(parts).toString('utf8')) as Body,
      }
      requests.push(recorded)
      response.on('close', () => {
        if (!response.writableFinished) reportGone()
      })
      await send(response, respond(recorded, requests.length - 1), protocol, recorded.body.model)
    })()
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    clientGone,
    close: () =>
      new Promise<void>(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function send(
  response: http.ServerResponse,
  reply: FakeReply,
  protocol: Protocol,
  model: string,
): Promise<void> {
  const begin = () => response.writeHead(200, { 'content-type': 'text/event-stream' })
  switch (reply.kind) {
    case 'message': {
      begin()
      const bytes = Buffer.from(protocol.stream(reply, model), 'utf8')
      const size = reply.chunkBytes ?? bytes.length
      for (let at = 0; at < bytes.length && !response.destroyed; at += size) {
        if (reply.delayMs !== undefined) await sleep(reply.delayMs)
        response.write(bytes.subarray(at, at + size))
        // Without a turn of the event loop, pieces would travel together.
        await new Promise(resolve => setImmediate(resolve))
      }
      response.end()
      return
    }
    case 'stall':
    case 'torn': {
      begin()
      response.write(protocol.beginning(reply.text, model), () => {
        if (reply.kind === 'torn') response.destroy()
      })
      return
    }
    case 'endless': {
      begin()
      response.write(protocol.beginning(reply.text, model))
      while (!response.destroyed) {
        response.write(protocol.more(reply.text, model))
        await sleep(1)
      }
      return
    }
    case 'silence':
      return
    case 'error':
      response.writeHead(reply.status, {
        'content-type': 'application/json',
        'request-id': 'req_fake',
        ...reply.headers,
      })
      response.end(JSON.stringify(protocol.error({ type: reply.type, message: reply.message ?? reply.type })))
      return
    case 'raw':
      response.writeHead(200, { 'content-type': reply.contentType ?? 'text/event-stream' })
      response.end(reply.body)
  }
}

/** In two pieces, as streams come. */
export function halves(text: string): string[] {
  const middle = Math.ceil(text.length / 2)
  return [text.slice(0, middle), text.slice(middle)]
}
