import { Link } from '@remix-run/react'
import { LoaderCircle, Users } from 'lucide-react'
import { useState } from 'react'
import { NextStepsDocument } from '../../graphql/generated/graphql.ts'
import type { NextStepsQuery } from '../../graphql/generated/graphql.ts'
import { useLater } from '../../hooks/use-later.ts'
import { useMay } from '../../hooks/use-may.ts'
import { Button, buttonLook } from '../parts/button.tsx'
import { ProblemNotice } from '../parts/problem-notice.tsx'
import { newProposalPath, proposalPath } from '../proposals/proposal-paths.ts'
import { DetailSection } from './detail-section.tsx'

/** What the evidence says is worth doing about a database; asked for, since it reads the whole structure. */
export function NextStepsSection({ connectionId }: { connectionId: string }) {
  const [wanted, setWanted] = useState(false)
  const { data, problem, loading, again } = useLater(NextStepsDocument, { connectionId }, { wanted })
  const found = data?.nextSteps
  return (
    <DetailSection
      title="What should we do next?"
      words={<p>Looks at the catalog, the statistics and what ran here. Nothing is changed.</p>}
    >
      {problem !== null && <ProblemNotice problem={problem} retryWords="Look again" onRetry={again} />}
      {!wanted && (
        <div>
          <Button onClick={() => setWanted(true)}>
            <Users aria-hidden className="size-4" />
            Ask the roundtable
          </Button>
        </div>
      )}
      {wanted && loading && (
        <p role="status" className="flex items-center gap-2.5 text-ink-soft">
          <LoaderCircle aria-hidden className="size-3.5 animate-spin text-accent" />
          Looking…
        </p>
      )}
      {found?.steps.length === 0 && <p>Nothing that was looked at asks for a change.</p>}
      {found !== undefined && found.steps.length > 0 && (
        <ol className="grid gap-3">
          {found.steps.map(step => (
            <Step key={step.sql} step={step} connectionId={connectionId} />
          ))}
        </ol>
      )}
      {found?.unseen.map(words => (
        <p key={words} className="text-sm text-ink-faint">
          Not looked at: {words}
        </p>
      ))}
    </DetailSection>
  )
}

type FoundStep = NextStepsQuery['nextSteps']['steps'][number]

function Step({ step, connectionId }: { step: FoundStep; connectionId: string }) {
  const { title, evidence, sql, proposal } = step
  const mayPropose = useMay()('PROPOSE')
  return (
    <li className="grid gap-2 rounded-lg border border-line bg-surface px-4 py-3">
      <p className="font-medium wrap-anywhere">{title}</p>
      <ul className="grid gap-0.5 text-sm text-ink-soft">
        {evidence.map(fact => (
          <li key={fact} className="wrap-anywhere">
            {fact}.
          </li>
        ))}
      </ul>
      <pre
        tabIndex={0}
        aria-label={`SQL: ${title}`}
        className="overflow-x-auto rounded bg-sunken px-3 py-2 font-mono text-[13px] whitespace-pre-wrap"
      >
        {sql}
      </pre>
      <div>
        {proposal !== null ? (
          <Link to={proposalPath(proposal)} className={buttonLook('quiet')}>
            Proposed already: #{proposal}
          </Link>
        ) : (
          mayPropose && (
            <Link
              to={newProposalPath({ connection: connectionId, sql, title })}
              className={buttonLook('outlined')}
            >
              Propose it
            </Link>
          )
        )}
      </div>
    </li>
  )
}
