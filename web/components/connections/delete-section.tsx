import { useState } from 'react'
import { DeleteConnectionDocument } from '../../graphql/generated/graphql.ts'
import { useAct } from '../../hooks/use-act.ts'
import { Button } from '../parts/button.tsx'
import { Field } from '../parts/field.tsx'
import { Notice } from '../parts/notice.tsx'
import { QuestionDialog } from '../parts/question-dialog.tsx'
import { DetailSection } from './detail-section.tsx'

interface DeleteSectionProps {
  connection: { id: string; name: string; sample: boolean }
  onDeleted: () => void
}

export function DeleteSection({ connection, onDeleted }: DeleteSectionProps) {
  const [open, setOpen] = useState(false)
  return (
    <DetailSection
      title="Delete"
      words={<p>Nobody can ask this database any more. The database itself stays as it is.</p>}
    >
      <div>
        <Button onClick={() => setOpen(true)} className="text-danger">
          Delete this connection…
        </Button>
      </div>
      {open && <DeleteDialog connection={connection} onClose={() => setOpen(false)} onDeleted={onDeleted} />}
    </DetailSection>
  )
}

interface DeleteDialogProps extends DeleteSectionProps {
  onClose: () => void
}

/** Asks for the name to be typed: this cannot be taken back. */
export function DeleteDialog({ connection, onClose, onDeleted }: DeleteDialogProps) {
  const [typed, setTyped] = useState('')
  const { acting, problem, act } = useAct(DeleteConnectionDocument)
  const matches = typed.trim() === connection.name
  const remove = async () => {
    if ((await act({ id: connection.id })) !== null) onDeleted()
  }
  return (
    <QuestionDialog
      open
      title={`Delete ${connection.name}?`}
      onClose={() => !acting && onClose()}
      answers={
        <>
          <Button disabled={acting} onClick={onClose}>
            Keep it
          </Button>
          <Button look="danger" type="submit" form="delete-connection" disabled={!matches || acting}>
            {acting ? 'Deleting…' : 'Delete connection'}
          </Button>
        </>
      }
    >
      <dl className="grid gap-2">
        <div>
          <dt className="font-medium text-ink">Goes</dt>
          <dd>The saved password and the sample values. Queries that are running on it end now.</dd>
        </div>
        <div>
          <dt className="font-medium text-ink">Stays</dt>
          <dd>
            Everybody’s history with its questions and SQL, the glossary that belongs to it, and the audit.
            The database itself is not touched.
          </dd>
        </div>
      </dl>
      {connection.sample && <p>The demo sets its samples up again at its next start.</p>}
      <form
        id="delete-connection"
        method="post"
        noValidate
        onSubmit={event => {
          event.preventDefault()
          if (matches && !acting) void remove()
        }}
        className="text-ink"
      >
        <Field
          label={`Type its name to delete it: ${connection.name}`}
          value={typed}
          autoComplete="off"
          autoFocus
          spellCheck={false}
          onChange={event => setTyped(event.target.value)}
        />
      </form>
      {problem !== null && <Notice tone="danger" title={problem.message} hints={problem.hints} />}
    </QuestionDialog>
  )
}
