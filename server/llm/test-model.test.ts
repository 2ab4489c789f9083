import { afterEach, describe, expect, it } from 'vitest'
import { inOrder, startOpenAiServer } from '../../tests/mocks/openai-server.ts'
import type { FakeReply, OpenAiServer } from '../../tests/mocks/openai-server.ts'
import { createOpenAiModel } from './openai.ts'
import { testModel } from './test-model.ts'

let server: OpenAiServer | undefined
afterEach(() => server?.close())

async function tested(reply: FakeReply, timeoutMs = 10_000) {
  server = await startOpenAiServer(inOrder(reply))
  const model = createOpenAiModel({ apiKey: null, baseUrl: server.url, model: 'm' })
  return testModel(model, { timeoutMs, now: () => performance.now() })
}

describe('testing a model', () => {
  it('says that it is reachable and calls tools', async () => {
    const reply: FakeReply = { kind: 'message', toolCalls: [{ name: 'confirm', input: { word: 'ready' } }] }
    expect(await tested(reply)).toMatchObject({ reachable: true, callsTools: true, problem: null })
    expect(server?.requests).toHaveLength(1)
  })

  it('says that it is reachable but calls no tools', async () => {
    expect(await tested({ kind: 'message', text: 'ready' })).toMatchObject({
      reachable: true,
      callsTools: false,
      problem: null,
    })
  })

  it.each<[FakeReply, boolean, string]>([
    [{ kind: 'error', status: 401, type: 'invalid_api_key' }, true, 'LLM_AUTH_FAILED'],
    [{ kind: 'error', status: 404, type: 'model_not_found' }, true, 'LLM_REQUEST_REJECTED'],
    [{ kind: 'raw', body: '<html>' }, true, 'LLM_BAD_REPLY'],
    [{ kind: 'silence' }, false, 'LLM_TIMEOUT'],
  ])('says what is wrong (%s)', async (reply, reachable, code) => {
    expect(await tested(reply, reply.kind === 'silence' ? 300 : undefined)).toMatchObject({
      reachable,
      callsTools: null,
      problem: { code },
    })
  })
})
