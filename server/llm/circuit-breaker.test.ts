import { describe, expect, it } from 'vitest'
import { AppError } from '../errors.ts'
import type { ErrorCode } from '../errors.ts'
import { withCircuitBreaker } from './circuit-breaker.ts'
import type { LanguageModel, ModelRequest } from './language-model.ts'

const request: ModelRequest = {
  system: '',
  messages: [],
  tools: [],
  maxOutputTokens: 1,
  firstTokenTimeoutMs: 1,
  timeoutMs: 1,
  signal: new AbortController().signal,
}

function circuit(...outcomes: (ErrorCode | null)[]) {
  let asked = 0
  let time = 0
  const model: LanguageModel = {
    provider: 'Fake',
    model: 'fake',

    async *stream() {
      await Promise.resolve()
      const code = outcomes[asked++] ?? null
      if (code !== null) throw new AppError(code, 'no')
    },
  }
  const guarded = withCircuitBreaker(model, { failures: 3, pauseMs: 1000, now: () => time })
  const ask = async () => {
    try {
      for await (const event of guarded.stream(request)) expect(event).toBeDefined()
      return 'answered'
    } catch (error) {
      return (error as AppError).code
    }
  }
  return { ask, asked: () => asked, pass: (ms: number) => (time += ms) }
}

const DOWN = 'LLM_UNREACHABLE'

describe('the circuit breaker', () => {
  it('stops asking after failures in a row, and says so', async () => {
    const { ask, asked } = circuit(DOWN, DOWN, DOWN)
    for (let i = 0; i < 3; i++) expect(await ask()).toBe(DOWN)
    expect(await ask()).toBe('LLM_PAUSED')
    expect(asked()).toBe(3)
  })

  it('lets one try after the pause, and closes when that succeeds', async () => {
    const { ask, asked, pass } = circuit(DOWN, DOWN, DOWN)
    for (let i = 0; i < 3; i++) await ask()
    pass(1001)
    expect(await Promise.all([ask(), ask()])).toEqual(['answered', 'LLM_PAUSED'])
    expect(await ask()).toBe('answered')
    expect(asked()).toBe(5)
  })

  it('stays open for another pause when the try fails', async () => {
    const { ask, pass } = circuit(DOWN, DOWN, DOWN, DOWN)
    for (let i = 0; i < 3; i++) await ask()
    pass(1001)
    expect(await ask()).toBe(DOWN)
    expect(await ask()).toBe('LLM_PAUSED')
  })

  it('counts failures in a row only, and none that are the question’s own', async () => {
    const { ask, asked } = circuit(DOWN, DOWN, null, DOWN, DOWN, 'LLM_BAD_REPLY', DOWN, DOWN)
    for (let i = 0; i < 8; i++) await ask()
    expect(await ask()).toBe('answered')
    expect(asked()).toBe(9)
  })
})
