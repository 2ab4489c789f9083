import { useState } from 'react'
import { RecordProposalAppliedDocument, SettleProposalDocument } from '../../graphql/generated/graphql.ts'
import type { WholeProposalFragment } from '../../graphql/generated/graphql.ts'
import { useAct } from '../../hooks/use-act.ts'
import { useMay } from '../../hooks/use-may.ts'
import { Button } from '../parts/button.tsx'
import { INPUT_LOOK } from '../parts/field.tsx'
import { Notice } from '../parts/notice.tsx'

interface SettleProposalProps {
  proposal: WholeProposalFragment
  /** The structure is the one that the change leads to. */
  isThere: boolean
  onChanged: () => void
}

/** What a person knows and the server does not, with the reason that goes on record. Nothing is run. */
export function SettleProposal({ proposal, isThere, onChanged }: SettleProposalProps) {
  const { id, revision, digest, state, connection } = proposal
  const may = useMay()
  const [reason, setReason] = useState('')
  const settle = useAct(SettleProposalDocument)
  const record = useAct(RecordProposalAppliedDocument)
  const maySettle = state === 'UNKNOWN' && may('SETTLE_PROPOSALS')
  // Of an unknown outcome somebody says more than that the structure is there: that its rows are.
  const mayRecord = state !== 'UNKNOWN' && isThere && may(`APPLY_IN_${connection.environment}`)
  if (!maySettle && !mayRecord)
    return state === 'UNKNOWN' ? (
      <p className="text-sm text-ink-soft">An administrator can settle what became of it.</p>
    ) : null
  const problem = settle.problem ?? record.problem
  const disabled = settle.acting || record.acting || reason.trim() === ''
  const done = (answer: unknown) => {
    if (answer === null) return
    setReason('')
    onChanged()
  }
  const say = (happened: boolean) => void settle.act({ id, revision, happened, reason }).then(done)
  return (
    <div className="grid gap-3 rounded-lg border border-line bg-surface p-4">
      {problem !== null && <Notice tone="danger" title={problem.message} hints={problem.hints} />}
      <label className="grid gap-1.5 font-medium">
        How you know
        <textarea
          rows={2}
          value={reason}
          onChange={event => setReason(event.target.value)}
          className={`${INPUT_LOOK} h-auto py-2`}
        />
      </label>
      <div className="flex flex-wrap gap-2">
        {mayRecord && (
          <Button
            look="filled"
            disabled={disabled}
            onClick={() => void record.act({ id, digest, reason }).then(done)}
          >
            Record it as applied by hand
          </Button>
        )}
        {maySettle && (
          <Button disabled={disabled} onClick={() => say(true)}>
            It was applied
          </Button>
        )}
        {maySettle && (
          <Button disabled={disabled} onClick={() => say(false)}>
            It was not applied
          </Button>
        )}
      </div>
      <p className="text-sm text-ink-soft">Nothing is run. Your words go on record with your name.</p>
    </div>
  )
}
