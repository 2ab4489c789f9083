/** What every provider keeps of the contract, against a local stand-in for its own API. */
import { afterEach, describe, expect, it } from 'vitest'
import { startAnthropicServer } from '../../tests/mocks/anthropic-server.ts'
import { inOrder } from '../../tests/mocks/model-server.ts'
import type { FakeReply, ModelServer } from '../../tests/mocks/model-server.ts'
import { startOpenAiServer } from '../../tests/mocks/openai-server.ts'
import type { AppError } from '../errors.ts'
import { createAnthropicModel } from './anthropic.ts'
import type { LanguageModel, ModelEvent, ModelRequest } from './language-model.ts'
import { createOpenAiModel } from './openai.ts'

const QUESTION = 'How many customers are there?'

interface Provider {
  name: string
  start: (replies: readonly FakeReply[]) => Promise<ModelServer<unknown>>
  modelAt: (url: string) => LanguageModel
}

const PROVIDERS: readonly Provider[] = [
  {
    name: 'Anthropic',
    start: replies => startAnthropicServer(inOrder(...replies)),
    modelAt: url => createAnthropicModel({ apiKey: 'key', baseUrl: url, model: 'claude-test' }),
  },
  {
    name: 'an OpenAI-compatible server',
    start: replies => startOpenAiServer(inOrder(...replies)),
    modelAt: url => createOpenAiModel({ apiKey: null, baseUrl: `${url}/v1`, model: 'local-test' }),
  },
]

const servers: ModelServer<unknown>[] = []
afterEach(async () => {
  await Promise.all(servers.splice(0).map(server => server.close()))
})

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

describe.each(PROVIDERS)('a model of $name', ({ start, modelAt }) => {
  async function serve(...replies: FakeReply[]) {
    const server = await start(replies)
    servers.push(server)
    return { server, model: modelAt(server.url) }
  }

  it.each([1, 2, 3, 7])('keeps characters whole when the stream is cut every %i bytes', async chunkBytes => {
    const { model } = await serve({
      kind: 'message',
      text: 'Kunden in Köln 🍺 und 東京',
      toolCalls: [{ name: 'propose_sql', input: { sql: "select 'Ä€𝄞'" } }],
      chunkBytes,
    })
    const events = await collect(model.stream(request()))
    expect(textOf(events)).toBe('Kunden in Köln 🍺 und 東京')
    expect(events).toContainEqual({
      kind: 'tool-call',
      call: { id: expect.any(String) as string, name: 'propose_sql', input: { sql: "select 'Ä€𝄞'" } },
    })
  })

  it('takes times that are no whole milliseconds, as clocks give them', async () => {
    const { model } = await serve({ kind: 'message', text: 'Here.' })
    const times = { timeoutMs: 4999.5, firstTokenTimeoutMs: 3000.25 }
    expect(textOf(await collect(model.stream(request(times))))).toBe('Here.')
  })

  it('succeeds after two refusals for overload, waiting as told', async () => {
    const overloaded: FakeReply = {
      kind: 'error',
      status: 529,
      type: 'overloaded_error',
      headers: { 'retry-after-ms': '5' },
    }
    const { server, model } = await serve(overloaded, overloaded, { kind: 'message', text: 'Here.' })
    expect(textOf(await collect(model.stream(request())))).toBe('Here.')
    expect(server.requests).toHaveLength(3)
  })

  it('does not wait for a retry that lies beyond the time limit', async () => {
    const { server, model } = await serve({
      kind: 'error',
      status: 429,
      type: 'rate_limit_error',
      headers: { 'retry-after': '3600' },
    })
    expect(await failureOf(model.stream(request()))).toMatchObject({ code: 'LLM_RATE_LIMITED' })
    expect(server.requests).toHaveLength(1)
  })

  it('names the refusal, not slowness, when the time ends between two tries', async () => {
    const { model } = await serve({
      kind: 'error',
      status: 429,
      type: 'rate_limit_error',
      headers: { 'retry-after-ms': '60000' },
    })
    expect(await failureOf(model.stream(request({ timeoutMs: 100 })))).toMatchObject({
      code: 'LLM_RATE_LIMITED',
    })
  })

  it('throws the reason of an abort in mid-stream and closes the connection', async () => {
    const { server, model } = await serve({ kind: 'stall', text: 'I count the customers.' })
    const stop = new AbortController()
    const seen: ModelEvent[] = []
    const reading = (async () => {
      for await (const event of model.stream(request({ signal: stop.signal }))) {
        seen.push(event)
        stop.abort(new Error('the user left'))
      }
    })()
    await expect(reading).rejects.toThrow('the user left')
    expect(seen).toHaveLength(1)
    await server.clientGone
  })

  it('closes the connection when its reader stops early', async () => {
    const { server, model } = await serve({ kind: 'stall', text: 'I count the customers.' })
    for await (const event of model.stream(request())) {
      expect(event.kind).toBe('text')
      break
    }
    await server.clientGone
  })

  it('sends nothing when it is aborted before it starts', async () => {
    const { server, model } = await serve({ kind: 'message', text: 'Hello.' })
    const signal = AbortSignal.abort(new Error('too late'))
    await expect(collect(model.stream(request({ signal })))).rejects.toThrow('too late')
    expect(server.requests).toHaveLength(0)
  })

  it.each<FakeReply>([{ kind: 'stall', text: 'I count' }, { kind: 'silence' }])(
    'gives up on a reply that takes too long (%s)',
    async reply => {
      const { server, model } = await serve(reply)
      // Long enough for the request to arrive on a busy machine, else there is no client to be gone.
      expect(await failureOf(model.stream(request({ timeoutMs: 2000 })))).toMatchObject({
        code: 'LLM_TIMEOUT',
        retryable: true,
      })
      await server.clientGone
    },
  )

  it('counts the whole reply against the time, however steadily it drips', async () => {
    const { model } = await serve({
      kind: 'message',
      text: 'I count the customers.',
      chunkBytes: 10,
      delayMs: 20,
    })
    expect(await failureOf(model.stream(request({ timeoutMs: 200 })))).toMatchObject({ code: 'LLM_TIMEOUT' })
  })

  it('says that nobody listens there', async () => {
    const { server } = await serve({ kind: 'silence' })
    await server.close()
    expect(await failureOf(modelAt(server.url).stream(request()))).toMatchObject({
      code: 'LLM_UNREACHABLE',
      retryable: true,
    })
  })

  it('says that the connection broke off', async () => {
    const { model } = await serve({ kind: 'torn', text: 'I count' })
    expect(await failureOf(model.stream(request()))).toMatchObject({ code: 'LLM_UNREACHABLE' })
  })

  it('gives up on a reply that does not begin, before the time for all of it is up', async () => {
    const { model } = await serve({ kind: 'silence' })
    const failure = await failureOf(model.stream(request({ firstTokenTimeoutMs: 200, timeoutMs: 60_000 })))
    expect(failure).toMatchObject({ code: 'LLM_TIMEOUT', retryable: true })
    expect(failure.message).toContain('did not begin')
  })

  it('has all the time for a reply that has begun', async () => {
    const { model } = await serve({
      kind: 'message',
      text: 'I count the customers.',
      chunkBytes: 400,
      delayMs: 60,
    })
    const events = await collect(model.stream(request({ firstTokenTimeoutMs: 1000 })))
    expect(textOf(events)).toBe('I count the customers.')
  })

  it('ends a reply that never ends by itself when the time is up', async () => {
    const { server, model } = await serve({ kind: 'endless', text: 'again ' })
    expect(await failureOf(model.stream(request({ timeoutMs: 500 })))).toMatchObject({ code: 'LLM_TIMEOUT' })
    await server.clientGone
  })

  it.each([
    ['a web page', '<html><body>Sign in to the hotel network</body></html>', 'text/html'],
    ['nothing', '', 'text/event-stream'],
    ['data that is no JSON', 'event: message_start\ndata: {"type": \n\n', 'text/event-stream'],
    ['data of another shape', 'event: message_start\ndata: [1, 2]\n\n', 'text/event-stream'],
    ['bytes of all kinds', String.fromCharCode(...Array(2000).keys()), 'application/octet-stream'],
  ])('rejects %s in place of a stream', async (_what, body, contentType) => {
    const { model } = await serve({ kind: 'raw', body, contentType })
    expect(await failureOf(model.stream(request()))).toMatchObject({ code: 'LLM_BAD_REPLY', retryable: true })
  })
})
