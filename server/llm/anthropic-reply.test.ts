import { describe, expect, it } from 'vitest'
import { assembleReply } from './anthropic-reply.ts'
import type { ModelEvent } from './language-model.ts'

async function assemble(...events: unknown[]): Promise<ModelEvent[]> {
  const all: ModelEvent[] = []
  const source = (async function* () {
    for (const event of events) yield await Promise.resolve(event)
  })()
  for await (const event of assembleReply(source, () => undefined)) all.push(event)
  return all
}

const start = { type: 'message_start', message: { usage: { input_tokens: 3, output_tokens: 1 } } }
const stop = { type: 'message_stop' }
const ended = (stop_reason: string, usage?: object) => ({
  type: 'message_delta',
  delta: { stop_reason },
  usage,
})
const tool = (...parts: string[]) => [
  {
    type: 'content_block_start',
    index: 0,
    content_block: { type: 'tool_use', id: 'a', name: 'n', input: {} },
  },
  ...parts.map(partial_json => ({
    type: 'content_block_delta',
    index: 0,
    delta: { type: 'input_json_delta', partial_json },
  })),
  { type: 'content_block_stop', index: 0 },
]

describe('assembling a reply', () => {
  it.each([
    ['joins the pieces of an input', ['{"a', '":', ' 1}'], { a: 1 }],
    ['takes no pieces as no parameters', [], {}],
    ['gives null for an input that was cut off', ['{"sql": "sel'], null],
  ])('%s', async (_title, parts, input) => {
    const events = await assemble(start, ...tool(...parts), ended('tool_use'), stop)
    expect(events[0]).toEqual({ kind: 'tool-call', call: { id: 'a', name: 'n', input } })
  })

  it.each([
    ['max_tokens', 'max-tokens'],
    ['refusal', 'withheld'],
    ['a_reason_of_the_future', 'done'],
  ])('tells of the stop reason %s as %s', async (reason, stopReason) => {
    expect((await assemble(start, ended(reason), stop)).at(-1)).toMatchObject({ stopReason })
  })

  it('keeps the input counts of the start when the end has only output', async () => {
    const events = await assemble(start, ended('end_turn', { output_tokens: 9 }), stop)
    expect(events.at(-1)).toMatchObject({ tokens: { inputTokens: 3, cachedInputTokens: 0, outputTokens: 9 } })
  })

  it('skips events, blocks and deltas that it does not know', async () => {
    const events = await assemble(
      start,
      { type: 'event_of_the_future', anything: [] },
      { type: 'content_block_start', index: 0, content_block: { type: 'block_of_the_future' } },
      { type: 'content_block_delta', index: 0, delta: { type: 'delta_of_the_future' } },
      { type: 'content_block_stop', index: 0 },
      ended('end_turn'),
      stop,
    )
    expect(events.map(event => event.kind)).toEqual(['finished'])
  })

  it('keeps hidden reasoning out of the text and gives it back as continuation', async () => {
    const hidden = { type: 'redacted_thinking', data: 'opaque' }
    const events = await assemble(
      start,
      { type: 'content_block_start', index: 0, content_block: hidden },
      { type: 'content_block_stop', index: 0 },
      ended('end_turn'),
      stop,
    )
    expect(events).toMatchObject([{ kind: 'finished', continuation: [hidden] }])
  })

  it.each([
    ['that ends early', [start]],
    [
      'with a delta that is no text',
      [{ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 1 } }],
    ],
    [
      'with a tool call without a name',
      [{ type: 'content_block_start', index: 0, content_block: { type: 'tool_use' } }],
    ],
    ['of numbers', [1]],
  ])('throws at a stream %s', async (_title, events) => {
    await expect(assemble(...events)).rejects.toThrow(/stream/)
  })
})
