import { formatCost, formatCount } from './usage-sums.ts'
import type { UsageSum } from './usage-sums.ts'

interface UsageTableProps {
  /** What the rows are, e.g. `Day`. */
  of: string
  sums: readonly UsageSum[]
}

const HEADS = ['Requests', 'Failed', 'Input', 'of it cached', 'Output', 'Cost']

export function UsageTable({ of, sums }: UsageTableProps) {
  return (
    <div
      className="overflow-x-auto rounded-lg border border-line"
      tabIndex={0}
      role="region"
      aria-label={`Usage by ${of.toLowerCase()}`}
    >
      <table className="w-full min-w-[34rem] text-sm">
        <thead className="bg-sunken text-left text-xs text-ink-soft">
          <tr>
            <th scope="col" className="px-3 py-2 font-medium">
              {of}
            </th>
            {HEADS.map(head => (
              <th key={head} scope="col" className="px-3 py-2 text-right font-medium whitespace-nowrap">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sums.map(sum => (
            <tr key={sum.name} className="border-t border-line tabular-nums">
              <th scope="row" className="max-w-60 truncate px-3 py-1.5 text-left font-normal">
                {sum.name}
              </th>
              {[sum.requests, sum.failures, sum.inputTokens, sum.cachedInputTokens, sum.outputTokens].map(
                (count, at) => (
                  <td key={HEADS[at]} className="px-3 py-1.5 text-right">
                    {formatCount(count)}
                  </td>
                ),
              )}
              <td className="px-3 py-1.5 text-right">{formatCost(sum.costUsd)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
