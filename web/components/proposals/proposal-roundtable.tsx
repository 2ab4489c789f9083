import { LoaderCircle, Users } from 'lucide-react'
import type { WholeProposalFragment } from '../../graphql/generated/graphql.ts'
import { useElapsed } from '../../hooks/use-elapsed.ts'
import { useMay } from '../../hooks/use-may.ts'
import { useRoundtable } from '../../hooks/use-roundtable.ts'
import { Button } from '../parts/button.tsx'
import { Notice } from '../parts/notice.tsx'
import { ProblemNotice } from '../parts/problem-notice.tsx'
import { formatDuration } from '../parts/quantity.ts'
import { HeldRoundtable } from './held-roundtable.tsx'
import { RoleCard } from './role-card.tsx'
import { ROLE_TITLES } from './roundtable-words.ts'

interface ProposalRoundtableProps {
  proposal: WholeProposalFragment
  editable: boolean
  onChanged: () => void
}

/** Nine roles look at the change, each at its own evidence; what they say is advice. */
export function ProposalRoundtable({ proposal, editable, onChanged }: ProposalRoundtableProps) {
  const { roundtable } = proposal
  const mayHold = useMay()('HOLD_ROUNDTABLES') && editable
  const { spoken, going, problem, hold } = useRoundtable(proposal.id, onChanged)
  const elapsedMs = useElapsed(going)
  const held = roundtable !== null && !roundtable.stale
  return (
    <div className="grid gap-4">
      {problem !== null && (
        <ProblemNotice problem={problem} retryWords="Hold it again" onRetry={() => hold(true)} />
      )}
      {going ? (
        <>
          <p role="status" className="flex flex-wrap items-center gap-2.5 text-ink-soft">
            <LoaderCircle aria-hidden className="size-3.5 animate-spin text-accent" />
            {spoken.length === 0
              ? 'Gathering the evidence'
              : `${spoken.length} of ${Object.keys(ROLE_TITLES).length} have spoken`}
            <span aria-hidden className="text-xs text-ink-faint tabular-nums">
              {formatDuration(elapsedMs)}
            </span>
          </p>
          <ol aria-live="polite" className="grid gap-3 md:grid-cols-2">
            {spoken.map(({ role, stance, text }) => (
              <RoleCard key={role} title={ROLE_TITLES[role]} stance={stance} words={text} />
            ))}
          </ol>
        </>
      ) : roundtable === null ? (
        <p className="max-w-prose text-ink-soft">
          Nine roles look at the change, each at its own evidence: what it breaks, locks and costs, who gains
          a right, whether it was tried. What they say is advice and never counts as an approval.
        </p>
      ) : (
        <>
          {roundtable.stale && (
            <Notice
              tone="caution"
              title={`This was said of revision ${roundtable.revision}; the change is another one now`}
            />
          )}
          <div className={roundtable.stale ? 'opacity-60' : undefined}>
            <HeldRoundtable
              proposal={proposal}
              roundtable={roundtable}
              editable={editable}
              onChanged={onChanged}
            />
          </div>
        </>
      )}
      {mayHold && !going && (
        <div>
          <Button look={held ? 'quiet' : 'outlined'} onClick={() => hold(held)}>
            <Users aria-hidden className="size-4" />
            {roundtable === null ? 'Hold the roundtable' : 'Hold it again'}
          </Button>
        </div>
      )}
    </div>
  )
}
