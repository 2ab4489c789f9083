import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { recordReplies, replayReplies } from '../../bench/accuracy/replies.ts'
import { createAnthropicModel } from '../../server/llm/anthropic.ts'
import { inOrder, startAnthropicServer } from '../mocks/anthropic-server.ts'

let folder: string
let file: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'replies-'))
  file = join(folder, 'replies.jsonl')
})
afterAll(() => rm(folder, { recursive: true }))

async function textOf(url: string, question: string): Promise<string> {
  const model = createAnthropicModel({ apiKey: 'a-key-to-keep', baseUrl: url, model: 'claude-fake-1' })
  let text = ''
  for await (const event of model.stream({
    ...{ system: 'Rules', messages: [{ role: 'user', text: question }], tools: [], maxOutputTokens: 100 },
    ...{ firstTokenTimeoutMs: 5000, timeoutMs: 5000, signal: new AbortController().signal },
  }))
    if (event.kind === 'text') text += event.text
  return text
}

it('gives the same replies again without the provider, each to its own request', async () => {
  const provider = await startAnthropicServer(
    inOrder({ kind: 'message', text: 'One Köln.' }, { kind: 'message', text: 'Two.' }),
  )
  const recording = await recordReplies(file, provider.url, '2026-03-01')
  expect([await textOf(recording.url, 'first'), await textOf(recording.url, 'second')]).toEqual([
    'One Köln.',
    'Two.',
  ])
  await recording.close()
  await provider.close()
  const replaying = await replayReplies(file)
  expect(replaying.today).toBe('2026-03-01')
  expect(await textOf(replaying.url, 'second')).toBe('Two.')
  expect(await textOf(replaying.url, 'first')).toBe('One Köln.')
  await expect(textOf(replaying.url, 'third')).rejects.toMatchObject({ code: 'LLM_REQUEST_REJECTED' })
  expect(replaying.counts).toEqual({ given: 2, missing: 1 })
  await replaying.close()
})

it('writes no key down', async () => {
  expect(await readFile(file, 'utf8')).not.toContain('a-key-to-keep')
})
