import { afterEach, describe, expect, it } from 'vitest'
import type { AnthropicServer, FakeReply } from '../../tests/mocks/anthropic-server.ts'
import { inOrder, messageEvents, startAnthropicServer, toStream } from '../../tests/mocks/anthropic-server.ts'
import type { AppError } from '../errors.ts'
import { createAnthropicModel, DEFAULT_ANTHROPIC_MODEL } from './anthropic.ts'
import type { LanguageModel, ModelEvent, ModelRequest } from './language-model.ts'

const API_KEY = 'sk-ant-secret-key'
const QUESTION = 'How many customers are there?'

const servers: AnthropicServer[] = []
afterEach(async () => {
  await Promise.all(servers.splice(0).map(server => server.close()))
})

async function serve(...replies: FakeReply[]): Promise<{ server: AnthropicServer; model: LanguageModel }> {
  const server = await startAnthropicServer(inOrder(...replies))
  servers.push(server)
  return { server, model: modelAt(server.url) }
}

function modelAt(baseUrl: string): LanguageModel {
  return createAnthropicModel({ apiKey: API_KEY, baseUrl, model: DEFAULT_ANTHROPIC_MODEL })
}

function request(changes: Partial<ModelRequest> = {}): ModelRequest {
  return {
    system: 'You translate questions.',
    messages: [{ role: 'user', text: QUESTION }],
    tools: [
      { name: 'propose_sql', description: 'Proposes SQL.', inputSchema: { type: 'object', properties: {} } },
    ],
    maxOutputTokens: 1000,
    firstTokenTimeoutMs: 5000,
    timeoutMs: 5000,
    signal: new AbortController().signal,
    ...changes,
  }
}

async function collect(events: AsyncIterable<ModelEvent>): Promise<ModelEvent[]> {
  const all: ModelEvent[] = []
  for await (const event of events) all.push(event)
  return all
}

async function failureOf(events: AsyncIterable<ModelEvent>): Promise<AppError> {
  return collect(events).then(
    () => expect.fail('the stream ended without a failure'),
    (error: AppError) => error,
  )
}

const textOf = (events: readonly ModelEvent[]) =>
  events.map(event => (event.kind === 'text' ? event.text : '')).join('')

describe('a Claude model', () => {
  it('streams text, then a tool call, then usage with what the cache served', async () => {
    const { server, model } = await serve({
      kind: 'message',
      text: 'I count the customers.',
      toolCalls: [{ name: 'propose_sql', input: { sql: 'select count(*) from customers' } }],
      usage: {
        input_tokens: 20,
        cache_creation_input_tokens: 100,
        cache_read_input_tokens: 1000,
        output_tokens: 42,
      },
    })

    expect(await collect(model.stream(request()))).toEqual([
      { kind: 'text', text: 'I count the' },
      { kind: 'text', text: ' customers.' },
      {
        kind: 'tool-call',
        call: { id: 'toolu_1', name: 'propose_sql', input: { sql: 'select count(*) from customers' } },
      },
      {
        kind: 'finished',
        tokens: { inputTokens: 1120, cachedInputTokens: 1000, outputTokens: 42 },
        stopReason: 'tool-call',
      },
    ])
    expect(server.requests[0]?.headers.authorization).toBe(`Bearer ${API_KEY}`)
    expect(server.requests[0]?.body).toMatchObject({
      model: DEFAULT_ANTHROPIC_MODEL,
      max_tokens: 1000,
      system: [{ text: 'You translate questions.', cache_control: { type: 'ephemeral' } }],
      messages: [{ role: 'user', content: QUESTION }],
      tools: [{ name: 'propose_sql' }],
    })
  })

  it('sends a conversation back with reasoning, tool calls and their results', async () => {
    const { server, model } = await serve(
      { kind: 'message', thinking: 'Hm.', toolCalls: [{ name: 'propose_sql', input: { sql: 'x' } }] },
      { kind: 'message', text: 'Better.' },
    )
    const finished = (await collect(model.stream(request()))).at(-1)
    const continuation = finished?.kind === 'finished' ? finished.continuation : undefined
    await collect(
      model.stream(
        request({
          messages: [
            { role: 'user', text: QUESTION },
            {
              role: 'assistant',
              text: ' ',
              toolCalls: [{ id: 'toolu_1', name: 'propose_sql', input: { sql: 'x' } }],
              continuation,
            },
            { role: 'tool', results: [{ id: 'toolu_1', text: 'No such column.', isError: true }] },
          ],
        }),
      ),
    )
    expect(server.requests[1]?.body.messages.slice(1)).toEqual([
      {
        role: 'assistant',
        content: [
          { type: 'thinking', thinking: 'Hm.', signature: 'signed' },
          { type: 'tool_use', id: 'toolu_1', name: 'propose_sql', input: { sql: 'x' } },
        ],
      },
      {
        role: 'user',
        content: [
          { type: 'tool_result', tool_use_id: 'toolu_1', content: 'No such column.', is_error: true },
        ],
      },
    ])
  })

  it.each([
    [400, 'invalid_request_error', 'LLM_REQUEST_REJECTED', false],
    [401, 'authentication_error', 'LLM_AUTH_FAILED', false],
    [403, 'permission_error', 'LLM_AUTH_FAILED', false],
    [404, 'not_found_error', 'LLM_REQUEST_REJECTED', false],
    [429, 'rate_limit_error', 'LLM_RATE_LIMITED', true],
    [500, 'api_error', 'LLM_OVERLOADED', true],
    [529, 'overloaded_error', 'LLM_OVERLOADED', true],
  ])('answers status %i (%s) with %s and hints', async (status, type, code, retryable) => {
    const { model } = await serve({
      kind: 'error',
      status,
      type,
      message: `your key ${API_KEY} and your prompt ${QUESTION}`,
      headers: { 'retry-after-ms': '1' },
    })
    const failure = await failureOf(model.stream(request()))
    expect(failure).toMatchObject({ code, retryable })
    expect(failure.hints.length).toBeGreaterThan(0)
    const told = [failure.message, ...failure.hints, String(failure.cause)].join()
    expect(told).not.toContain(API_KEY)
    expect(told).not.toContain(QUESTION)
  })

  it('reports an error event inside the stream', async () => {
    const start = messageEvents({ kind: 'message', text: 'I' }, 'm').slice(0, 4)
    const { model } = await serve({
      kind: 'raw',
      body: toStream([
        ...start,
        { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } },
      ]),
    })
    expect(await failureOf(model.stream(request()))).toMatchObject({ code: 'LLM_OVERLOADED' })
  })

  it.each([
    ['a web page', '<html><body>Sign in to the hotel network</body></html>', 'text/html'],
    ['nothing', '', 'text/event-stream'],
    ['events that are no JSON', 'event: message_start\ndata: {"type": \n\n', 'text/event-stream'],
    [
      'events of another shape',
      'event: message_start\ndata: {"type":"message_start"}\n\n',
      'text/event-stream',
    ],
    ['events without a type', 'event: message_start\ndata: [1, 2]\n\n', 'text/event-stream'],
  ])('rejects %s in place of a stream', async (_what, body, contentType) => {
    const { model } = await serve({ kind: 'raw', body, contentType })
    expect(await failureOf(model.stream(request()))).toMatchObject({ code: 'LLM_BAD_REPLY', retryable: true })
  })

  it('takes a fetch of its caller', async () => {
    const body = toStream(messageEvents({ kind: 'message', text: 'Hello.' }, 'm'))
    const urls: string[] = []
    const model = createAnthropicModel({
      apiKey: API_KEY,
      baseUrl: null,
      model: 'claude-test',
      fetch: input => {
        urls.push(input instanceof Request ? input.url : String(input))
        return Promise.resolve(new Response(body, { headers: { 'content-type': 'text/event-stream' } }))
      },
    })
    expect(textOf(await collect(model.stream(request())))).toBe('Hello.')
    expect(urls).toEqual(['https://api.anthropic.com/v1/messages'])
  })
})
