import type { ProposalState } from '../../graphql/generated/graphql.ts'
import { STATES } from './proposal-words.ts'

export function StateMark({ state, drifted = false }: { state: ProposalState; drifted?: boolean }) {
  const { words, look } = STATES[state]
  return (
    <span className="inline-flex flex-wrap gap-1.5">
      <span className={`rounded-full px-2.5 py-0.5 text-xs font-medium ${look}`}>{words}</span>
      {drifted && (
        <span className="rounded-full bg-caution-soft px-2.5 py-0.5 text-xs font-medium text-caution">
          database has changed since
        </span>
      )}
    </span>
  )
}
