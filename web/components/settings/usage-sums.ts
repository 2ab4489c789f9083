import type { UsagePartsFragment } from '../../graphql/generated/graphql.ts'

export interface UsageSum {
  name: string
  requests: number
  failures: number
  inputTokens: number
  cachedInputTokens: number
  outputTokens: number
  /** Null where a price is missing. */
  costUsd: number | null
}

/** The rows summed up by what `nameOf` says of each, in the order in which the names come first. */
export function sumBy(
  rows: readonly UsagePartsFragment[],
  nameOf: (row: UsagePartsFragment) => string,
): readonly UsageSum[] {
  const sums = new Map<string, UsageSum>()
  for (const row of rows) {
    const name = nameOf(row)
    const sum = sums.get(name)
    sums.set(name, {
      name,
      requests: (sum?.requests ?? 0) + row.requests,
      failures: (sum?.failures ?? 0) + row.failures,
      inputTokens: (sum?.inputTokens ?? 0) + row.inputTokens,
      cachedInputTokens: (sum?.cachedInputTokens ?? 0) + row.cachedInputTokens,
      outputTokens: (sum?.outputTokens ?? 0) + row.outputTokens,
      costUsd: row.costUsd === null || sum?.costUsd === null ? null : (sum?.costUsd ?? 0) + row.costUsd,
    })
  }
  return [...sums.values()]
}

export function formatCount(count: number): string {
  return count.toLocaleString('en-US')
}

/** Cents, and smaller where there is less than one. */
export function formatCost(costUsd: number | null): string {
  if (costUsd === null) return '–'
  return `$${costUsd.toFixed(costUsd !== 0 && costUsd < 0.1 ? 4 : 2)}`
}
