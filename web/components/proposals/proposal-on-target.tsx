import { RecheckProposalDocument, ReviseProposalDocument } from '../../graphql/generated/graphql.ts'
import type { ProposalOnTargetQuery, WholeProposalFragment } from '../../graphql/generated/graphql.ts'
import { useAct } from '../../hooks/use-act.ts'
import { useMay } from '../../hooks/use-may.ts'
import { useProposalOnTarget } from '../../hooks/use-proposal-on-target.ts'
import { Button } from '../parts/button.tsx'
import { Notice } from '../parts/notice.tsx'
import { ProposalChanges } from './proposal-changes.tsx'
import { SettleProposal } from './settle-proposal.tsx'

type Found = ProposalOnTargetQuery['proposalOnTarget']

interface ProposalOnTargetProps {
  proposal: WholeProposalFragment
  onChanged: () => void
}

/** Where nobody is sure: what the database is now, beside what was reviewed, and every way on from there. */
export function ProposalOnTarget({ proposal, onChanged }: ProposalOnTargetProps) {
  const { id, state, connection, steps } = proposal
  const may = useMay()
  const { looking, found, problem, look } = useProposalOnTarget(id)
  const recheck = useAct(RecheckProposalDocument)
  const revise = useAct(ReviseProposalDocument)
  const acting = recheck.acting || revise.acting
  const failed = recheck.problem ?? revise.problem
  const next = async (sql: string) => {
    if ((await revise.act({ id, sql, rollbackSql: null })) !== null) onChanged()
  }
  const judgeAgain = async () => {
    if ((await recheck.act({ id })) !== null) onChanged()
    look()
  }
  const isHalf = state === 'FAILED_PARTIAL' && may('PROPOSE')
  return (
    <div className="grid gap-3">
      {failed !== null && <Notice tone="danger" title={failed.message} hints={failed.hints} />}
      {problem !== null && <Notice tone="caution" title={problem.message} hints={problem.hints} />}
      {looking && <p className="text-ink-soft">Reading the structure of {connection.name}…</p>}
      {found !== null && problem === null && (
        <>
          <p>{wordsFor(found, steps.length)}</p>
          {found.changes.length > 0 && <ProposalChanges changes={found.changes} />}
        </>
      )}
      <div className="flex flex-wrap gap-2">
        {state === 'UNKNOWN' && may(`APPLY_IN_${connection.environment}`) ? (
          <Button disabled={acting || looking} onClick={() => void judgeAgain()}>
            {recheck.acting ? 'Looking…' : 'Look again and judge'}
          </Button>
        ) : (
          <Button disabled={looking} onClick={look}>
            Look again
          </Button>
        )}
        {isHalf && found?.remainder != null && (
          <Button disabled={acting} onClick={() => void next(found.remainder ?? '')}>
            Make the rest a new revision
          </Button>
        )}
        {isHalf && found?.wayBack != null && (
          <Button disabled={acting} onClick={() => void next(found.wayBack ?? '')}>
            Make the way back a new revision
          </Button>
        )}
      </div>
      <SettleProposal
        proposal={proposal}
        isThere={found !== null && found.matches.includes(steps.length) && !found.matches.includes(0)}
        onChanged={onChanged}
      />
    </div>
  )
}

function wordsFor({ matches, changes }: Found, steps: number): string {
  const [first, ...others] = matches
  if (first === undefined)
    return 'The structure is neither as it was reviewed nor as the dry run saw it after any step.'
  if (others.length > 0)
    return `The structure is as the dry run saw it after ${[...matches].map(String).join(' or ')} of ${steps} steps: some leave no trace in it.`
  if (first === 0)
    return changes.length === 0
      ? 'The structure is as it was reviewed: as before the change.'
      : 'The structure is as before the change.'
  return first === steps
    ? 'The structure is exactly as the dry run saw it after the change.'
    : `The structure is exactly as the dry run saw it after ${first} of ${steps} steps.`
}
