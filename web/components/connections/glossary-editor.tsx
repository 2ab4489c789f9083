import { Plus } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { SetGlossaryDocument } from '../../graphql/generated/graphql.ts'
import type { ConnectionDetailsFragment } from '../../graphql/generated/graphql.ts'
import { useAct } from '../../hooks/use-act.ts'
import { useUnsavedGuard } from '../../hooks/use-unsaved-guard.ts'
import { Button } from '../parts/button.tsx'
import { LeaveDialog } from '../parts/leave-dialog.tsx'
import { Notice } from '../parts/notice.tsx'
import { draftTerms, emptyTerm, isGlossaryChanged, termInputs, termMessages } from './glossary-draft.ts'
import type { DraftTerm, TermMessages } from './glossary-draft.ts'
import { GlossaryTermRow } from './glossary-term-row.tsx'

interface GlossaryEditorProps {
  connectionId: string
  saved: ConnectionDetailsFragment['glossary']
  onSaved: () => void
}

const NO_MESSAGES: TermMessages = new Map()

/** All terms at once, saved as a whole. Nothing typed is lost when that fails. */
export function GlossaryEditor({ connectionId, saved, onSaved }: GlossaryEditorProps) {
  const element = useRef<HTMLFormElement>(null)
  const [terms, setTerms] = useState(() => draftTerms(saved))
  // What this editor has saved is so at once, not only when the page has been loaded anew.
  const [kept, setKept] = useState(saved)
  const [messages, setMessages] = useState(NO_MESSAGES)
  const [said, setSaid] = useState('')
  const { acting, problem, act } = useAct(SetGlossaryDocument)
  const changed = isGlossaryChanged(terms, kept)
  const guard = useUnsavedGuard(changed)
  const fields = problem?.fields
  const focusLast = useRef(false)

  useEffect(() => {
    if (fields === undefined) return
    // Of the terms that were sent: nobody can type while they are.
    setTerms(sent => {
      setMessages(termMessages(sent, fields))
      return sent
    })
  }, [fields])
  useEffect(() => {
    if (messages.size > 0) element.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus()
  }, [messages])
  useEffect(() => {
    if (!focusLast.current) return
    focusLast.current = false
    element.current?.querySelector<HTMLElement>('li:last-of-type input')?.focus()
  }, [terms])

  const edit = (next: readonly DraftTerm[]) => {
    setSaid('')
    setTerms([...next])
  }
  const save = async () => {
    setMessages(NO_MESSAGES)
    const sent = termInputs(terms)
    if ((await act({ connectionId, terms: sent })) === null) return
    const now = sent.map(({ sql = null, ...term }) => ({ ...term, sql }))
    setKept(now)
    setTerms(draftTerms(now))
    setSaid('Saved')
    onSaved()
  }

  return (
    <form
      ref={element}
      method="post"
      noValidate
      autoComplete="off"
      aria-label="Glossary"
      onSubmit={event => {
        event.preventDefault()
        if (changed) void save()
      }}
      className="grid gap-3"
    >
      {terms.length > 0 ? (
        <fieldset disabled={acting} className="min-w-0">
          <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
            {terms.map((term, index) => (
              <GlossaryTermRow
                key={term.key}
                term={term}
                position={index + 1}
                messages={messages}
                onChange={values =>
                  edit(terms.map(other => (other.key === term.key ? { ...other, ...values } : other)))
                }
                onRemove={() => edit(terms.filter(({ key }) => key !== term.key))}
              />
            ))}
          </ul>
        </fieldset>
      ) : (
        <p className="rounded-lg border border-dashed border-line-strong px-4 py-6 text-ink-soft">
          No terms yet. A good first one is a word that everybody here uses and no column is called by.
        </p>
      )}
      {problem !== null && (
        <Notice
          tone={problem.retryable ? 'caution' : 'danger'}
          title={problem.message}
          hints={messages.size > 0 ? ['Nothing was saved.'] : ['Nothing was saved.', ...problem.hints]}
        />
      )}
      <div className="flex flex-wrap items-center gap-2">
        <Button
          disabled={acting}
          onClick={() => {
            focusLast.current = true
            edit([...terms, emptyTerm(terms)])
          }}
        >
          <Plus aria-hidden className="size-4" />
          Add a term
        </Button>
        <Button type="submit" disabled={!changed || acting}>
          {acting ? 'Saving…' : 'Save glossary'}
        </Button>
        {changed && !acting && (
          <Button look="quiet" onClick={() => edit(draftTerms(kept))}>
            Undo changes
          </Button>
        )}
        <span aria-live="polite" className="text-sm text-safe">
          {said}
        </span>
      </div>
      <LeaveDialog guard={guard} words="The glossary has changes that are not saved." />
    </form>
  )
}
