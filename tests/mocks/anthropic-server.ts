import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/**
 * A server that speaks Anthropic's Messages protocol over real HTTP. msw cannot stand in for it: under msw an abort
 * waits for the end of the mocked stream, and a retry after an error reply hangs.
 */

export interface RecordedRequest {
  headers: http.IncomingHttpHeaders
  body: {
    model: string
    max_tokens: number
    system: { type: string; text: string; cache_control?: unknown }[]
    messages: { role: string; content: unknown }[]
    tools?: { name: string }[]
  }
}

export interface FakeMessage {
  kind: 'message'
  /** Signed reasoning before the text. */
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
  /** Not even headers. */
  | { kind: 'silence' }
  | { kind: 'error'; status: number; type: string; message?: string; headers?: Record<string, string> }
  | { kind: 'raw'; body: string; contentType?: string }
  /** The beginning of a message, then the socket is torn down. */
  | { kind: 'torn'; text: string }

export interface AnthropicServer {
  url: string
  requests: readonly RecordedRequest[]
  /** Answers when a client has closed its connection before the reply was complete. */
  clientGone: Promise<void>
  close(): Promise<void>
}

/** Answers the replies in their order; the last one again and again. */
export function inOrder(
  ...replies: readonly FakeReply[]
): (request: RecordedRequest, index: number) => FakeReply {
  return (_request, index) => {
    const reply = replies[Math.min(index, replies.length - 1)]
    if (!reply) throw new Error('inOrder needs at least one reply')
    return reply
  }
}

/** `respond` gets the request and how many came before it. Listens on a free port of 127.0.0.1. */
export async function startAnthropicServer(
  respond: (request: RecordedRequest, index: number) => FakeReply,
): Promise<AnthropicServer> {
  const requests: RecordedRequest[] = []
  let reportGone = () => {}
  const clientGone = new Promise<void>(resolve => (reportGone = resolve))

  const server = http.createServer((request, response) => {
    void (async () => {
      const parts: Buffer[] = []
      for await (const part of request) parts.push(part as Buffer)
      const recorded = {
        headers: request.headers,
        body: JSON.parse(Buffer.concat(parts).toString('utf8')) as RecordedRequest['body'],
      }
      requests.push(recorded)
      response.on('close', () => {
        if (!response.writableFinished) reportGone()
      })
      await send(response, respond(recorded, requests.length - 1), recorded.body.model)
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

async function send(response: http.ServerResponse, reply: FakeReply, model: string): Promise<void> {
  switch (reply.kind) {
    case 'message': {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      const bytes = Buffer.from(toStream(messageEvents(reply, model)), 'utf8')
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
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      const events = messageEvents({ kind: 'message', text: reply.text }, model)
      const upToText = events.findIndex(event => event.type === 'content_block_delta') + 1
      response.write(toStream(events.slice(0, upToText)), () => {
        if (reply.kind === 'torn') response.destroy()
      })
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
      response.end(
        JSON.stringify({ type: 'error', error: { type: reply.type, message: reply.message ?? reply.type } }),
      )
      return
    case 'raw':
      response.writeHead(200, { 'content-type': reply.contentType ?? 'text/event-stream' })
      response.end(reply.body)
  }
}

interface StreamEvent {
  type: string
  [key: string]: unknown
}

export function toStream(events: readonly StreamEvent[]): string {
  return events.map(event => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join('')
}

/** The events of a whole message, as the protocol has them. */
export function messageEvents(message: FakeMessage, model: string): StreamEvent[] {
  const blocks: { start: object; deltas: object[] }[] = []
  if (message.thinking !== undefined)
    blocks.push({
      start: { type: 'thinking', thinking: '', signature: '' },
      deltas: [
        { type: 'thinking_delta', thinking: message.thinking },
        { type: 'signature_delta', signature: 'signed' },
      ],
    })
  if (message.text !== undefined)
    blocks.push({
      start: { type: 'text', text: '' },
      deltas: halves(message.text).map(text => ({ type: 'text_delta', text })),
    })
  message.toolCalls?.forEach((call, index) =>
    blocks.push({
      start: { type: 'tool_use', id: `toolu_${index + 1}`, name: call.name, input: {} },
      deltas: halves(JSON.stringify(call.input)).map(part => ({
        type: 'input_json_delta',
        partial_json: part,
      })),
    }),
  )
  return [
    {
      type: 'message_start',
      message: {
        id: 'msg_fake',
        type: 'message',
        role: 'assistant',
        model,
        content: [],
        stop_reason: null,
        usage: { input_tokens: 10, output_tokens: 1, ...message.usage },
      },
    },
    { type: 'ping' },
    ...blocks.flatMap(({ start, deltas }, index) => [
      { type: 'content_block_start', index, content_block: start },
      ...deltas.map(delta => ({ type: 'content_block_delta', index, delta })),
      { type: 'content_block_stop', index },
    ]),
    {
      type: 'message_delta',
      delta: { stop_reason: message.stopReason ?? (message.toolCalls ? 'tool_use' : 'end_turn') },
      usage: { output_tokens: message.usage?.output_tokens ?? 5 },
    },
    { type: 'message_stop' },
  ]
}

function halves(text: string): string[] {
  const middle = Math.ceil(text.length / 2)
  return [text.slice(0, middle), text.slice(middle)]
}
