import { afterEach, describe, expect, it } from 'vitest'
import type { FakeReply, OpenAiServer } from '../../tests/mocks/openai-server.ts'
import { chatChunks, inOrder, startOpenAiServer, toChatStream } from '../../tests/mocks/openai-server.ts'
import type { ModelEvent, ModelMessage, ModelRequest } from './language-model.ts'
import { createOpenAiModel } from './openai.ts'

const API_KEY = 'sk-secret-key'
const QUESTION = 'How many customers are there?'

const servers: OpenAiServer[] = []
afterEach(async () => {
  await Promise.all(servers.splice(0).map(server => server.close()))
})

async function serve(...replies: FakeReply[]) {
  const server = await startOpenAiServer(inOrder(...replies))
  servers.push(server)
  const model = createOpenAiModel({ apiKey: API_KEY, baseUrl: `${server.url}/v1`, model: 'local-model' })
  return { server, model }
}

function request(messages: readonly ModelMessage[] = [{ role: 'user', text: QUESTION }]): ModelRequest {
  return {
    system: 'You translate questions.',
    messages,
    tools: [
      { name: 'propose_sql', description: 'Proposes SQL.', inputSchema: { type: 'object', properties: {} } },
    ],
    maxOutputTokens: 1000,
    firstTokenTimeoutMs: 5000,
    timeoutMs: 5000,
    signal: new AbortController().signal,
  }
}

async function collect(events: AsyncIterable<ModelEvent>): Promise<ModelEvent[]> {
  const all: ModelEvent[] = []
  for await (const event of events) all.push(event)
  return all
}

const chunk = (delta: object, finish_reason: string | null = null) => ({
  choices: [{ index: 0, delta, finish_reason }],
})

describe('a model behind chat completions', () => {
  it('streams text, then a tool call, then usage with what the cache served', async () => {
    const { server, model } = await serve({
      kind: 'message',
      text: 'I count the customers.',
      toolCalls: [{ name: 'propose_sql', input: { sql: 'select count(*) from customers' } }],
      usage: { input_tokens: 20, cache_read_input_tokens: 1000, output_tokens: 42 },
    })
    expect(await collect(model.stream(request()))).toEqual([
      { kind: 'text', text: 'I count the' },
      { kind: 'text', text: ' customers.' },
      {
        kind: 'tool-call',
        call: { id: 'call_1', name: 'propose_sql', input: { sql: 'select count(*) from customers' } },
      },
      {
        kind: 'finished',
        tokens: { inputTokens: 1020, cachedInputTokens: 1000, outputTokens: 42 },
        stopReason: 'tool-call',
      },
    ])
    expect(server.requests[0]).toMatchObject({
      path: '/v1/chat/completions',
      headers: { authorization: `Bearer ${API_KEY}` },
      body: {
        model: 'local-model',
        max_tokens: 1000,
        messages: [
          { role: 'system', content: 'You translate questions.' },
          { role: 'user', content: QUESTION },
        ],
        tools: [{ type: 'function', function: { name: 'propose_sql' } }],
      },
    })
  })

  it('sends a conversation back with tool calls and their results', async () => {
    const { server, model } = await serve({ kind: 'message', text: 'Better.' })
    await collect(
      model.stream(
        request([
          { role: 'user', text: QUESTION },
          {
            role: 'assistant',
            text: 'I try.',
            toolCalls: [{ id: 'call_1', name: 'propose_sql', input: { sql: 'x' } }],
          },
          { role: 'tool', results: [{ id: 'call_1', text: 'No such column.', isError: true }] },
        ]),
      ),
    )
    expect(server.requests[0]?.body.messages.slice(2)).toEqual([
      {
        role: 'assistant',
        content: 'I try.',
        tool_calls: [
          { id: 'call_1', type: 'function', function: { name: 'propose_sql', arguments: '{"sql":"x"}' } },
        ],
      },
      { role: 'tool', tool_call_id: 'call_1', content: 'No such column.' },
    ])
  })

  it.each([
    [400, 'invalid_request_error', 'LLM_REQUEST_REJECTED', false],
    [401, 'invalid_api_key', 'LLM_AUTH_FAILED', false],
    [404, 'model_not_found', 'LLM_REQUEST_REJECTED', false],
    [429, 'rate_limit_exceeded', 'LLM_RATE_LIMITED', true],
    [429, 'insufficient_quota', 'LLM_REQUEST_REJECTED', false],
    [503, 'server_error', 'LLM_OVERLOADED', true],
  ])('answers status %i (%s) with %s and hints', async (status, type, code, retryable) => {
    const { model } = await serve({
      kind: 'error',
      status,
      type,
      message: `your key ${API_KEY} and your prompt ${QUESTION}`,
      headers: { 'retry-after-ms': '1' },
    })
    const failure: unknown = await collect(model.stream(request())).catch((error: unknown) => error)
    expect(failure).toMatchObject({ code, retryable })
    const told = JSON.stringify(failure) + String((failure as Error).cause) + (failure as Error).message
    expect(told).not.toContain(API_KEY)
    expect(told).not.toContain(QUESTION)
  })

  it.each<[string, unknown[], object[]]>([
    [
      'calls that all have the same index',
      [
        chunk({ tool_calls: [{ index: 0, id: 'a', function: { name: 'one', arguments: '{"x":1}' } }] }),
        chunk({ tool_calls: [{ index: 0, id: 'b', function: { name: 'two', arguments: '{}' } }] }),
        chunk({}, 'tool_calls'),
      ],
      [
        { id: 'a', name: 'one', input: { x: 1 } },
        { id: 'b', name: 'two', input: {} },
      ],
    ],
    [
      'arguments that are an object',
      [
        chunk({ tool_calls: [{ id: 'a', function: { name: 'one', arguments: { x: 1 } } }] }),
        chunk({}, 'stop'),
      ],
      [{ id: 'a', name: 'one', input: { x: 1 } }],
    ],
    [
      'arguments that were cut off',
      [
        chunk({ tool_calls: [{ index: 0, id: 'a', function: { name: 'one', arguments: '{"x":' } }] }),
        chunk({}, 'length'),
      ],
      [{ id: 'a', name: 'one', input: null }],
    ],
  ])('takes %s', async (_title, chunks, calls) => {
    const { model } = await serve({ kind: 'raw', body: toChatStream(chunks) })
    const events = await collect(model.stream(request()))
    expect(events.flatMap(event => (event.kind === 'tool-call' ? [event.call] : []))).toEqual(calls)
  })

  it('reckons the tokens where the server counts none', async () => {
    const { model } = await serve({
      kind: 'raw',
      body: toChatStream([chunk({ content: 'twelve chars' }), chunk({}, 'stop')]),
    })
    const finished = (await collect(model.stream(request()))).at(-1)
    expect(finished).toMatchObject({ tokens: { outputTokens: 3 } })
    expect(finished).toMatchObject({ tokens: { inputTokens: expect.any(Number) as number } })
  })

  it.each([
    ['content_filter', 'withheld'],
    ['length', 'max-tokens'],
    ['stop', 'done'],
  ])('tells of the end %s as %s', async (reason, expected) => {
    const { model } = await serve({
      kind: 'raw',
      body: toChatStream([chunk({ content: 'x' }), chunk({}, reason)]),
    })
    expect((await collect(model.stream(request()))).at(-1)).toMatchObject({ stopReason: expected })
  })

  it('reports an error in the middle of the stream', async () => {
    const { model } = await serve({
      kind: 'raw',
      body: `data: ${JSON.stringify(chatChunks({ kind: 'message', text: 'I' }, 'm')[0])}\n\ndata: {"error":{"message":"x","type":"server_error","code":"overloaded_error"}}\n\n`,
    })
    await expect(collect(model.stream(request()))).rejects.toMatchObject({ code: 'LLM_OVERLOADED' })
  })
})
