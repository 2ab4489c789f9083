import { useEffect, useRef, useState } from 'react'
import { ReviseProposalDocument } from '../../graphql/generated/graphql.ts'
import type { WholeProposalFragment } from '../../graphql/generated/graphql.ts'
import { useAct } from '../../hooks/use-act.ts'
import { Button } from '../parts/button.tsx'
import { INPUT_LOOK } from '../parts/field.tsx'
import { Notice } from '../parts/notice.tsx'

interface EditProposalProps {
  proposal: WholeProposalFragment
  /** The text that a finding offers, to look at before it is saved. */
  fixed: string | null
  onChanged: () => void
  onLeft: () => void
}

/** A new revision: what was approved before does not count for it. */
export function EditProposal({ proposal, fixed, onChanged, onLeft }: EditProposalProps) {
  const [sql, setSql] = useState(fixed)
  const editor = useRef<HTMLTextAreaElement>(null)
  useEffect(() => {
    if (fixed === null) return
    editor.current?.focus()
    editor.current?.scrollIntoView({ block: 'center' })
  }, [fixed])
  const [rollback, setRollback] = useState(proposal.rollbackSql ?? '')
  const { acting, problem, act } = useAct(ReviseProposalDocument)
  if (sql === null)
    return (
      <div>
        <Button onClick={() => setSql(proposal.sql)}>Edit the SQL</Button>
      </div>
    )
  const sameRollback = rollback === (proposal.rollbackSql ?? '')
  const save = async () => {
    // One that nobody has touched is written anew, for what the change is then.
    const rollbackSql = sameRollback || rollback.trim() === '' ? null : rollback
    if ((await act({ id: proposal.id, sql, rollbackSql })) === null) return
    setSql(null)
    onLeft()
    onChanged()
  }
  const leave = () => {
    setSql(null)
    onLeft()
  }
  return (
    <form
      className="grid gap-3"
      onSubmit={event => {
        event.preventDefault()
        if (!acting) void save()
      }}
    >
      {problem !== null && <Notice tone="danger" title={problem.message} hints={problem.hints} />}
      <label className="grid gap-1.5 font-medium">
        SQL of revision {proposal.revision + 1}
        {fixed !== null && (
          <span className="font-normal text-ink-soft">As the fix writes it; nothing is saved yet.</span>
        )}
        <textarea
          ref={editor}
          rows={Math.min(20, Math.max(6, sql.split('\n').length + 1))}
          spellCheck={false}
          value={sql}
          onChange={event => setSql(event.target.value)}
          className={`${INPUT_LOOK} h-auto py-2 font-mono text-[13px]`}
        />
      </label>
      <label className="grid gap-1.5 font-medium">
        The way back, written for you unless you change it
        <textarea
          rows={Math.min(12, Math.max(3, rollback.split('\n').length + 1))}
          spellCheck={false}
          value={rollback}
          onChange={event => setRollback(event.target.value)}
          className={`${INPUT_LOOK} h-auto py-2 font-mono text-[13px]`}
        />
      </label>
      <div className="flex flex-wrap items-center gap-2">
        <Button
          look="filled"
          type="submit"
          disabled={acting || sql.trim() === '' || (sql === proposal.sql && sameRollback)}
        >
          {acting ? 'Trying it on a copy…' : 'Save as a new revision'}
        </Button>
        <Button look="quiet" disabled={acting} onClick={leave}>
          Leave it
        </Button>
        <p className="text-sm text-ink-soft">
          Approvals of revision {proposal.revision} do not count for it.
        </p>
      </div>
    </form>
  )
}
