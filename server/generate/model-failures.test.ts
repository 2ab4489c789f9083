import { describe, expect, it } from 'vitest'
import { plainDialect, shopCatalog } from '../../tests/fixtures/shop-catalog.ts'
import { AppError } from '../errors.ts'
import type { LanguageModel } from '../llm/language-model.ts'
import { createGenerator } from './generate.ts'
import { NOTHING_KNOWN, SQL, builtInQuery, builtInUnsure, proposes, run } from './generate.fixture.ts'

describe('when the model fails from outside', () => {
  const overloaded = new AppError('LLM_OVERLOADED', 'Anthropic is overloaded.', { retryable: true })

  it('lets the built-in translator take over where it is sure', async () => {
    const { generation, log, told } = await run({
      scripts: [{ text: 'I count', fails: overloaded }],
      builtIn: builtInQuery,
    })
    expect(generation).toBe(builtInQuery)
    expect(told).toBe('I count\n\nCounts the customers.')
    expect(log).toEqual([
      'built-in asked',
      'stage model: claude-test',
      'call claude-test 64',
      'answer false LLM_OVERLOADED 100 ms no tokens',
      'built-in asked',
      'stage built-in: Anthropic is overloaded.',
    ])
  })

  it('throws the failure where the built-in translator is not sure', async () => {
    expect((await run({ scripts: [{ fails: overloaded }] })).error).toBe(overloaded)
  })

  it('takes a stream that ends without an end for a bad reply', async () => {
    const silent: LanguageModel = {
      provider: 'Fake',
      model: 'claude-test',
      async *stream() {
        yield await Promise.resolve({ kind: 'text', text: 'I' } as const)
      },
    }
    const generator = createGenerator({
      model: silent,
      maxRequests: 1,
      timeoutMs: 1000,
      firstTokenTimeoutMs: 1000,
      maxOutputTokens: 8_000,
      maxCatalogTokens: 6_000,
      now: () => 0,
    })
    const answer = generator.generate(
      {
        ...NOTHING_KNOWN,
        text: 'q',
        conversation: [],
        catalog: shopCatalog,
        values: [],
        glossary: [],
        dialect: plainDialect,
        privacy: 'CATALOG',
        today: '2026-03-01',
        builtIn: () => builtInUnsure,
        verify: () => Promise.resolve({ ok: true }),
        signal: new AbortController().signal,
      },
      { onStage: () => {}, onExplanation: () => {}, onModelCall: () => {}, onModelAnswer: () => {} },
    )
    await expect(answer).rejects.toMatchObject({ code: 'LLM_BAD_REPLY' })
  })

  it('records a cancellation as such, and does not fall back', async () => {
    const gone = new Error('the user left')
    const { error, log } = await run({
      scripts: [{ fails: gone }],
      builtIn: builtInQuery,
      input: { signal: AbortSignal.abort(gone) },
    })
    expect(error).toBe(gone)
    expect(log.at(-1)).toBe('answer false CANCELLED 100 ms no tokens')
  })

  it('stops after a check in whose time the user left', async () => {
    const stop = new AbortController()
    const { error } = await run({
      scripts: [proposes(SQL)],
      input: {
        signal: stop.signal,
        verify: () => {
          stop.abort(new Error('the user left'))
          return Promise.resolve({ ok: true })
        },
      },
    })
    expect(error).toMatchObject({ message: 'the user left' })
  })

  it('does not hide a bug behind the built-in answer', async () => {
    const bug = new TypeError('x is undefined')
    const { error, log } = await run({ scripts: [{ fails: bug }], builtIn: builtInQuery })
    expect(error).toBe(bug)
    expect(log.at(-1)).toBe('answer false INTERNAL 100 ms no tokens')
  })
})
