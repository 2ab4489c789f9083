import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { createAnthropicModel } from './anthropic.ts'
import type { ModelEvent } from './language-model.ts'

/** The request as Anthropic documents it, at Anthropic's own address: nothing here may leave for the real one. */
const anthropic = setupServer()
beforeAll(() => {
  anthropic.listen({ onUnhandledRequest: 'error' })
  // msw clones each response; a clone that nobody reads would keep the stream from ending.
  anthropic.events.on('response:mocked', ({ response }) => void response.body?.cancel())
})
afterEach(() => anthropic.resetHandlers())
afterAll(() => anthropic.close())

const sse = (events: readonly { type: string }[]): string =>
  events.map(event => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join('')

const MESSAGE = sse([
  {
    type: 'message_start',
    message: {
      id: 'msg_1',
      type: 'message',
      role: 'assistant',
      model: 'claude-test',
      content: [],
      stop_reason: null,
      stop_sequence: null,
      usage: { input_tokens: 7, output_tokens: 1 },
    },
  },
  { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
  { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Grüße' } },
  { type: 'content_block_stop', index: 0 },
  {
    type: 'message_delta',
    delta: { stop_reason: 'end_turn', stop_sequence: null },
    usage: { output_tokens: 3 },
  },
  { type: 'message_stop' },
] as { type: string }[])

it('asks the Messages API of Anthropic with the key in a header and nowhere else', async () => {
  let request: Request | null = null
  let body = ''
  anthropic.use(
    http.post('https://api.anthropic.com/v1/messages', async ({ request: received }) => {
      request = received
      body = await received.clone().text()
      return new HttpResponse(MESSAGE, { headers: { 'content-type': 'text/event-stream' } })
    }),
  )
  const model = createAnthropicModel({ apiKey: 'key-canary', baseUrl: null, model: 'claude-test' })
  const events: ModelEvent[] = []
  for await (const event of model.stream({
    system: 'Be brief.',
    messages: [{ role: 'user', text: 'Say hello' }],
    tools: [],
    maxOutputTokens: 100,
    firstTokenTimeoutMs: 10_000,
    timeoutMs: 10_000,
    signal: new AbortController().signal,
  }))
    events.push(event)

  expect(events).toEqual([
    { kind: 'text', text: 'Grüße' },
    expect.objectContaining({
      kind: 'finished',
      stopReason: 'done',
      tokens: { inputTokens: 7, cachedInputTokens: 0, outputTokens: 3 },
    }),
  ])
  const sent = request as Request | null
  const headers = [...(sent?.headers ?? [])].filter(([, value]) => value.includes('key-canary'))
  expect(headers).toHaveLength(1)
  expect(body).not.toContain('key-canary')
  expect(JSON.parse(body)).toMatchObject({ model: 'claude-test', stream: true, max_tokens: 100 })
})
