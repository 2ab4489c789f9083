import { useState } from 'react'
import type { ReactNode } from 'react'
import type { WholeProposalFragment } from '../../graphql/generated/graphql.ts'
import { useMay } from '../../hooks/use-may.ts'
import { Button } from '../parts/button.tsx'
import { LocalTime } from '../parts/local-time.tsx'
import { Notice } from '../parts/notice.tsx'
import { EnvironmentBadge } from '../shell/environment-badge.tsx'
import { FindingList } from '../sql/finding-list.tsx'
import { AppliedElsewhere } from './applied-elsewhere.tsx'
import { EditProposal } from './edit-proposal.tsx'
import { Onward } from './onward.tsx'
import { ProposalChanges } from './proposal-changes.tsx'
import { ProposalConversation } from './proposal-conversation.tsx'
import { ProposalDecision } from './proposal-decision.tsx'
import { ProposalDryRun } from './proposal-dry-run.tsx'
import { ProposalOnTarget } from './proposal-on-target.tsx'
import { ProposalRoundtable } from './proposal-roundtable.tsx'
import { ProposalSteps } from './proposal-steps.tsx'
import { STEPS_ANCHOR } from './roundtable-next-step.tsx'
import { StateMark } from './state-mark.tsx'

interface ProposalPageProps {
  proposal: WholeProposalFragment
  onChanged: () => void
}

const EDITABLE = ['OPEN', 'CHANGES_REQUESTED', 'APPROVED', 'FAILED_CLEAN', 'FAILED_PARTIAL']

/** A change under review, read from top to bottom like a pull request. */
export function ProposalPage({ proposal, onChanged }: ProposalPageProps) {
  const { number, title, state, drifted, connection, author, createdAt, problem, findings } = proposal
  const mayPropose = useMay()('PROPOSE')
  const mayEdit = EDITABLE.includes(state) && mayPropose
  /** The text that a finding offers, until it is saved or left. */
  const [fixed, setFixed] = useState<string | null>(null)
  return (
    <>
      <header className="grid gap-2">
        <h1 className="text-xl font-semibold tracking-tight wrap-anywhere">
          {title} <span className="font-normal text-ink-faint">#{number}</span>
        </h1>
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1.5 text-ink-soft">
          <StateMark state={state} drifted={drifted} />
          <span className="flex items-center gap-2">
            {connection.name} <EnvironmentBadge environment={connection.environment} />
          </span>
          <span>
            {author.name} · <LocalTime at={createdAt} />
          </span>
          {proposal.appliedAt !== null && (
            <span>
              applied by {proposal.appliedBy?.name} · <LocalTime at={proposal.appliedAt} />
            </span>
          )}
        </p>
      </header>
      {problem !== null && <Notice tone="danger" title={problem.message} hints={problem.hints} />}
      <div className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="grid min-w-0 content-start gap-7">
          {findings.length > 0 && (
            <Part title="What speaks against it">
              <FindingList
                findings={findings}
                actOn={({ fix }) =>
                  fix !== null &&
                  mayEdit && (
                    <div className="mt-1.5">
                      <Button onClick={() => setFixed(fix)}>Apply fix</Button>
                    </div>
                  )
                }
              />
            </Part>
          )}
          {(state === 'UNKNOWN' || state === 'FAILED_PARTIAL' || (drifted && EDITABLE.includes(state))) && (
            <Part title="What the database says">
              <ProposalOnTarget
                key={`${proposal.revision} ${state}`}
                proposal={proposal}
                onChanged={onChanged}
              />
            </Part>
          )}
          <Part title="Steps" id={STEPS_ANCHOR}>
            <ProposalSteps steps={proposal.steps} />
            {mayEdit && (
              <EditProposal
                key={`${proposal.revision} ${fixed ?? ''}`}
                proposal={proposal}
                fixed={fixed}
                onChanged={onChanged}
                onLeft={() => setFixed(null)}
              />
            )}
          </Part>
          <Part title="Catalog before and after">
            <ProposalChanges changes={proposal.changes} />
          </Part>
          <Part title="Dry run and the way back">
            <ProposalDryRun proposal={proposal} />
            <AppliedElsewhere applied={proposal.appliedElsewhere} />
            {state === 'APPLIED' && <Onward proposal={proposal} />}
          </Part>
          <Part title="Roundtable">
            <ProposalRoundtable
              proposal={proposal}
              editable={EDITABLE.includes(state)}
              onChanged={onChanged}
            />
          </Part>
          <Part title="Conversation">
            <ProposalConversation proposal={proposal} onChanged={onChanged} />
          </Part>
        </div>
        <ProposalDecision proposal={proposal} onChanged={onChanged} />
      </div>
    </>
  )
}

function Part({ title, id, children }: { title: string; id?: string; children: ReactNode }) {
  return (
    <section id={id} className="grid min-w-0 scroll-mt-6 gap-3">
      <h2 className="font-semibold">{title}</h2>
      {children}
    </section>
  )
}
