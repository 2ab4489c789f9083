import type { ModelTokens } from '../../server/llm/language-model.ts'

/** What a run took of a model: requests, tokens and, where LLM_PRICES says what they cost, dollars. */
export function createSpent(prices: string | undefined) {
  let requests = 0
  let failures = 0
  const sum: ModelTokens = { inputTokens: 0, cachedInputTokens: 0, outputTokens: 0 }
  return {
    add({ ok, tokens }: { ok: boolean; tokens: ModelTokens | null }): void {
      requests += 1
      if (!ok) failures += 1
      for (const name of Object.keys(sum) as (keyof ModelTokens)[]) sum[name] += tokens?.[name] ?? 0
    },
    inWords(questions: number): string {
      const each = (count: number) => (count / Math.max(1, questions)).toFixed(2)
      const { inputTokens, cachedInputTokens, outputTokens } = sum
      const [input, cached, output] = prices?.split(',').map(Number) ?? []
      const cost =
        input === undefined || cached === undefined || output === undefined
          ? 'cost unknown (LLM_PRICES)'
          : `$${(((inputTokens - cachedInputTokens) * input + cachedInputTokens * cached + outputTokens * output) / 1e6).toFixed(4)}`
      return [
        `${requests} requests (${each(requests)} a question, ${failures} failed)`,
        `${inputTokens} tokens in, ${cachedInputTokens} of them cached, ${outputTokens} out`,
        cost,
      ].join('; ')
    },
  }
}
