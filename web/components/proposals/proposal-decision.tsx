import { useState } from 'react'
import {
  ApplyProposalDocument,
  BreakGlassDocument,
  DryRunProposalDocument,
  RejectProposalDocument,
  ReviewProposalDocument,
  WithdrawProposalDocument,
} from '../../graphql/generated/graphql.ts'
import type { WholeProposalFragment } from '../../graphql/generated/graphql.ts'
import { useAct } from '../../hooks/use-act.ts'
import { useMay } from '../../hooks/use-may.ts'
import { useViewer } from '../../hooks/use-viewer.ts'
import { Button } from '../parts/button.tsx'
import { INPUT_LOOK } from '../parts/field.tsx'
import { Notice } from '../parts/notice.tsx'
import { QuestionDialog } from '../parts/question-dialog.tsx'
import { DECISION_ANCHOR } from './roundtable-next-step.tsx'

interface ProposalDecisionProps {
  proposal: WholeProposalFragment
  onChanged: () => void
}

const EDITABLE = ['OPEN', 'CHANGES_REQUESTED', 'APPROVED', 'FAILED_CLEAN', 'FAILED_PARTIAL']
const APPLICABLE = ['OPEN', 'APPROVED', 'FAILED_CLEAN']

/** What is missing before it can be applied, and what who is here can do about it. */
export function ProposalDecision({ proposal, onChanged }: ProposalDecisionProps) {
  const { id, revision, digest, state, missing, connection } = proposal
  const may = useMay()
  const isAuthor = useViewer()?.id === proposal.author.id
  const [reason, setReason] = useState('')
  const [asking, setAsking] = useState(false)
  const review = useAct(ReviewProposalDocument)
  const apply = useAct(ApplyProposalDocument)
  const reject = useAct(RejectProposalDocument)
  const withdraw = useAct(WithdrawProposalDocument)
  const dryRun = useAct(DryRunProposalDocument)
  const breakGlass = useAct(BreakGlassDocument)
  const acts = [review, apply, reject, withdraw, dryRun, breakGlass]
  const acting = acts.some(each => each.acting)
  const problem = acts.find(each => each.problem !== null)?.problem ?? null
  const { environment } = connection
  const isProduction = environment === 'PRODUCTION'
  const done = (answer: unknown) => {
    setAsking(false)
    if (answer !== null) setReason('')
    onChanged()
  }
  const judge = async (verdict: 'APPROVE' | 'REQUEST_CHANGES') =>
    done(await review.act({ id, revision, verdict, body: reason }))

  const mayApprove = may(`APPROVE_IN_${environment}`)
  const open = ['OPEN', 'CHANGES_REQUESTED', 'APPROVED'].includes(state)
  /** Nothing more is to come of it, and what is live stays. */
  const givenUp = ['FAILED_CLEAN', 'FAILED_PARTIAL', 'UNKNOWN'].includes(state)
  const ready = APPLICABLE.includes(state) && missing.length === 0 && may(`APPLY_IN_${environment}`)
  const alone = problem?.code === 'PROPOSAL_OWN_REVIEW' && may('BREAK_GLASS')
  return (
    <aside
      aria-label="Decision"
      id={DECISION_ANCHOR}
      className="order-first grid content-start gap-4 self-start rounded-lg border border-line bg-surface p-4 lg:order-none"
    >
      {problem !== null && <Notice tone="danger" title={problem.message} hints={problem.hints} />}
      {missing.length > 0 && APPLICABLE.includes(state) && (
        <div>
          <h2 className="font-semibold">Before it can be applied</h2>
          <ul className="mt-1 list-disc pl-5 text-ink-soft">
            {missing.map(what => (
              <li key={what}>{what}</li>
            ))}
          </ul>
        </div>
      )}
      {APPLICABLE.includes(state) && proposal.applyOptions.conditions.length > 0 && (
        <div>
          <h2 className="font-semibold">When it is applied</h2>
          <ul className="mt-1 list-disc pl-5 text-sm text-ink-soft">
            {proposal.applyOptions.conditions.map(({ kind, words }) => (
              <li key={kind}>{words}</li>
            ))}
          </ul>
          <p className="mt-1 text-xs text-ink-faint">By the roundtable on this revision.</p>
        </div>
      )}
      {ready && (
        <Button
          look="filled"
          disabled={acting}
          onClick={() => (isProduction ? setAsking(true) : void apply.act({ id, digest }).then(done))}
        >
          {apply.acting ? 'Applying…' : isProduction ? 'Apply in PRODUCTION…' : 'Apply'}
        </Button>
      )}
      {open && mayApprove && (
        <div className="grid gap-2">
          <label className="grid gap-1.5 font-medium">
            Your word on revision {revision}
            <textarea
              rows={3}
              value={reason}
              placeholder="A reason, where a rule is against it or something has to change"
              onChange={event => setReason(event.target.value)}
              className={`${INPUT_LOOK} h-auto py-2`}
            />
          </label>
          <div className="flex flex-wrap gap-2">
            <Button
              look={ready ? 'outlined' : 'filled'}
              disabled={acting}
              onClick={() => void judge('APPROVE')}
            >
              Approve
            </Button>
            <Button disabled={acting || reason.trim() === ''} onClick={() => void judge('REQUEST_CHANGES')}>
              Request changes
            </Button>
            <Button
              look="quiet"
              disabled={acting || reason.trim() === ''}
              onClick={() => void reject.act({ id, reason }).then(done)}
            >
              Reject
            </Button>
          </div>
          {alone && (
            <Button
              look="danger"
              disabled={acting || reason.trim() === ''}
              onClick={() => void breakGlass.act({ id, revision, reason }).then(done)}
            >
              Break the glass with this reason
            </Button>
          )}
        </div>
      )}
      {givenUp && mayApprove && (
        <div className="grid gap-2">
          <label className="grid gap-1.5 font-medium">
            Why it is given up
            <textarea
              rows={2}
              value={reason}
              onChange={event => setReason(event.target.value)}
              className={`${INPUT_LOOK} h-auto py-2`}
            />
          </label>
          <div>
            <Button
              look="quiet"
              disabled={acting || reason.trim() === ''}
              onClick={() => void reject.act({ id, reason }).then(done)}
            >
              Reject, and leave the database as it is
            </Button>
          </div>
        </div>
      )}
      <div className="flex flex-wrap gap-2 empty:hidden">
        {EDITABLE.includes(state) && may('PROPOSE') && (
          <Button disabled={acting} onClick={() => void dryRun.act({ id }).then(done)}>
            {dryRun.acting ? 'Trying it…' : 'Try it again'}
          </Button>
        )}
        {(open || (givenUp && state !== 'UNKNOWN')) && isAuthor && (
          <Button look="quiet" disabled={acting} onClick={() => void withdraw.act({ id }).then(done)}>
            Withdraw
          </Button>
        )}
      </div>
      <p className="text-xs text-ink-faint wrap-anywhere">
        Revision {revision} · digest <code>{digest.slice(0, 16)}</code>
      </p>
      <QuestionDialog
        title={`Apply this to ${connection.name}?`}
        open={asking}
        onClose={() => setAsking(false)}
        answers={
          <>
            <Button disabled={acting} onClick={() => setAsking(false)}>
              Not now
            </Button>
            <Button look="danger" disabled={acting} onClick={() => void apply.act({ id, digest }).then(done)}>
              {apply.acting ? 'Applying…' : 'Apply in PRODUCTION'}
            </Button>
          </>
        }
      >
        <p>
          Exactly what was approved is applied, or nothing. When something holds the tables, it waits a
          little, tries again, and gives up rather than hold everybody up.
        </p>
      </QuestionDialog>
    </aside>
  )
}
