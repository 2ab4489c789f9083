import { ArrowRight } from 'lucide-react'
import { DryRunProposalDocument } from '../../graphql/generated/graphql.ts'
import type { RoundtablePartsFragment, WholeProposalFragment } from '../../graphql/generated/graphql.ts'
import { useAct } from '../../hooks/use-act.ts'
import { Button } from '../parts/button.tsx'
import { Notice } from '../parts/notice.tsx'
import { NEXT_ACTIONS } from './roundtable-words.ts'

/** Where the steps and the decision stand on the page. */
export const STEPS_ANCHOR = 'steps'
export const DECISION_ANCHOR = 'decision'

interface RoundtableNextStepProps {
  proposal: WholeProposalFragment
  roundtable: RoundtablePartsFragment
  onChanged: () => void
}

/** The one next step, one click away. What applies or approves is decided where it is always decided. */
export function RoundtableNextStep({ proposal, roundtable, onChanged }: RoundtableNextStepProps) {
  const { nextAction, nextStep } = roundtable
  const dryRun = useAct(DryRunProposalDocument)
  const go = () => {
    if (nextAction === 'DRY_RUN') return void dryRun.act({ id: proposal.id }).then(onChanged)
    if (nextAction === 'WAIT') return onChanged()
    show(nextAction === 'EDIT' ? STEPS_ANCHOR : DECISION_ANCHOR)
  }
  return (
    <div className="grid gap-2 rounded-md bg-accent-soft px-3.5 py-3">
      <p className="text-sm">
        <span className="font-medium">Next: </span>
        {nextStep}
      </p>
      <div>
        <Button disabled={dryRun.acting} onClick={go}>
          {dryRun.acting ? 'Trying it…' : NEXT_ACTIONS[nextAction]}
          <ArrowRight aria-hidden className="size-4" />
        </Button>
      </div>
      {dryRun.problem !== null && (
        <Notice tone="danger" title={dryRun.problem.message} hints={dryRun.problem.hints} />
      )}
    </div>
  )
}

function show(anchor: string): void {
  const place = document.getElementById(anchor)
  place?.scrollIntoView({ block: 'start' })
  place?.querySelector<HTMLElement>('button:not(:disabled), textarea')?.focus({ preventScroll: true })
}
