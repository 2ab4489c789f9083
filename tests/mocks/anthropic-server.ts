import { halves, startModelServer } from './model-server.ts'
import type { FakeMessage, ModelServer, Respond } from './model-server.ts'

export { inOrder } from './model-server.ts'
export type { FakeMessage, FakeReply } from './model-server.ts'

/** A local stand-in for Anthropic's Messages API. Source: https://platform.claude.com/docs/en/build-with-claude/streaming */

export interface MessagesBody {
  model: string
  max_tokens: number
  system: { type: string; text: string; cache_control?: unknown }[]
  messages: { role: string; content: unknown }[]
  tools?: { name: string }[]
}

export type AnthropicServer = ModelServer<MessagesBody>

export function startAnthropicServer(respond: Respond<MessagesBody>): Promise<AnthropicServer> {
  return startModelServer(
    {
      stream: (message, model) => toStream(messageEvents(message, model)),
      beginning: (text, model) => {
        const events = messageEvents({ kind: 'message', text }, model)
        return toStream(events.slice(0, events.findIndex(event => event.type === 'content_block_delta') + 1))
      },
      more: text =>
        toStream([{ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } }]),
      error: error => ({ type: 'error', error }),
    },
    respond,
  )
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
