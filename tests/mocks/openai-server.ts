import { halves, startModelServer } from './model-server.ts'
import type { FakeMessage, ModelServer, Respond } from './model-server.ts'

export { inOrder } from './model-server.ts'
export type { FakeReply } from './model-server.ts'

/** A local stand-in for a chat completions server. Source: https://platform.openai.com/docs/api-reference/chat-streaming */

export interface ChatBody {
  model: string
  max_tokens?: number
  max_completion_tokens?: number
  messages: { role: string; content: unknown; tool_calls?: unknown; tool_call_id?: string }[]
  tools?: { function: { name: string } }[]
}

export type OpenAiServer = ModelServer<ChatBody>

export function startOpenAiServer(respond: Respond<ChatBody>): Promise<OpenAiServer> {
  return startModelServer(
    {
      stream: (message, model) => toChatStream(chatChunks(message, model)),
      beginning: (text, model) => toData([delta(model, { role: 'assistant', content: text })]),
      more: (text, model) => toData([delta(model, { content: text })]),
      error: ({ type, message }) => ({ error: { message, type, code: type, param: null } }),
    },
    respond,
  )
}

export function toChatStream(chunks: readonly unknown[]): string {
  return `${toData(chunks)}data: [DONE]\n\n`
}

function toData(chunks: readonly unknown[]): string {
  return chunks.map(chunk => `data: ${JSON.stringify(chunk)}\n\n`).join('')
}

function delta(model: string, content: object, finishReason: string | null = null) {
  return {
    id: 'chatcmpl-fake',
    object: 'chat.completion.chunk',
    created: 1,
    model,
    choices: [{ index: 0, delta: content, finish_reason: finishReason }],
  }
}

/** The chunks of a whole reply, as the protocol has them. */
export function chatChunks(message: FakeMessage, model: string): unknown[] {
  const { usage } = message
  return [
    delta(model, { role: 'assistant', content: '' }),
    ...(message.thinking === undefined ? [] : [delta(model, { reasoning_content: message.thinking })]),
    ...(message.text === undefined ? [] : halves(message.text).map(content => delta(model, { content }))),
    ...(message.toolCalls ?? []).flatMap((call, index) => {
      const [first, second] = halves(JSON.stringify(call.input))
      return [
        delta(model, {
          tool_calls: [
            {
              index,
              id: `call_${index + 1}`,
              type: 'function',
              function: { name: call.name, arguments: first },
            },
          ],
        }),
        delta(model, { tool_calls: [{ index, function: { arguments: second } }] }),
      ]
    }),
    delta(model, {}, message.stopReason ?? (message.toolCalls ? 'tool_calls' : 'stop')),
    {
      id: 'chatcmpl-fake',
      object: 'chat.completion.chunk',
      created: 1,
      model,
      choices: [],
      usage: {
        prompt_tokens: (usage?.input_tokens ?? 10) + (usage?.cache_read_input_tokens ?? 0),
        completion_tokens: usage?.output_tokens ?? 5,
        prompt_tokens_details: { cached_tokens: usage?.cache_read_input_tokens ?? 0 },
      },
    },
  ]
}
