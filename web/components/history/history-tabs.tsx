import { Link } from '@remix-run/react'
import type { HistoryScope } from '../../graphql/generated/graphql.ts'
import { useMay } from '../../hooks/use-may.ts'
import { historyPath } from './history-search.ts'

const TABS: readonly { scope: HistoryScope; words: string }[] = [
  { scope: 'MINE', words: 'Yours' },
  { scope: 'APPROVED', words: 'The team’s' },
  { scope: 'REQUESTED', words: 'To approve' },
]

/** Whose questions are listed. Others' are only there where they have shared them. */
export function HistoryTabs({ scope }: { scope: HistoryScope }) {
  const approves = useMay()('APPROVE_QUERIES')
  return (
    <nav aria-label="Whose questions" className="flex gap-1 border-b border-line">
      {TABS.filter(tab => tab.scope !== 'REQUESTED' || approves).map(tab => (
        <Link
          key={tab.scope}
          to={historyPath({ scope: tab.scope })}
          aria-current={tab.scope === scope ? 'page' : undefined}
          className="-mb-px border-b-2 border-transparent px-3 py-2 font-medium text-ink-soft transition-colors hover:text-ink aria-[current=page]:border-accent aria-[current=page]:text-accent"
        >
          {tab.words}
        </Link>
      ))}
    </nav>
  )
}
