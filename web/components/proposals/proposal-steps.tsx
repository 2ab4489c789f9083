import { Check } from 'lucide-react'
import type { WholeProposalFragment } from '../../graphql/generated/graphql.ts'
import { approximately, formatBytes, formatDuration } from '../parts/quantity.ts'
import { COST_WORDS } from './proposal-words.ts'

type Step = WholeProposalFragment['steps'][number]

/** The statements in order: what each costs, what it locks, and whether it is live. */
export function ProposalSteps({ steps }: { steps: readonly Step[] }) {
  return (
    <ol className="grid gap-3">
      {steps.map(step => (
        <li key={step.position} className="overflow-hidden rounded-lg border border-line bg-surface">
          <div className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-line px-4 py-2 text-sm">
            <span className="font-medium">Step {step.position}</span>
            <span>{COST_WORDS[step.cost]}</span>
            <span className="text-ink-soft">{sizeOf(step)}</span>
            {!step.transactional && (
              <span className="text-caution">stands by itself: no rollback with the others</span>
            )}
            {step.applied && (
              <span className="ml-auto inline-flex items-center gap-1 font-medium text-safe">
                <Check aria-hidden className="size-3.5" />
                live{step.durationMs !== null && `, ${formatDuration(step.durationMs)}`}
              </span>
            )}
          </div>
          <pre
            tabIndex={0}
            aria-label={`SQL of step ${step.position}`}
            className="overflow-x-auto px-4 py-3 font-mono text-[13px] leading-5 whitespace-pre-wrap"
          >
            {step.sql}
          </pre>
          {step.locks.length > 0 && (
            <p className="border-t border-line px-4 py-2 text-sm text-ink-soft wrap-anywhere">
              Locks: {step.locks.join(', ')}
            </p>
          )}
        </li>
      ))}
    </ol>
  )
}

function sizeOf({ tableRows, tableBytes }: Step): string {
  if (tableRows === null || tableBytes === null) return 'size of the table not known'
  return `${approximately(tableRows)} rows, ${formatBytes(tableBytes)}`
}
