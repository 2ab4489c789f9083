import { useState } from 'react'
import type { Problem } from '../../graphql/problem.ts'
import { Button } from '../parts/button.tsx'
import { ChoiceCards } from '../parts/choice-cards.tsx'
import { Field, INPUT_LOOK } from '../parts/field.tsx'
import { Notice } from '../parts/notice.tsx'

export interface ProposalDraft {
  connectionId: string
  title: string
  how: 'words' | 'sql'
  text: string
  sql: string
}

interface ProposalFormProps {
  start: ProposalDraft
  connections: readonly { id: string; name: string; environment: string }[]
  acting: boolean
  problem: Problem | null
  onPropose: (draft: ProposalDraft) => void
}

/** A change in words or as SQL. Nothing of it is run on the database. */
export function ProposalForm({ start, connections, acting, problem, onPropose }: ProposalFormProps) {
  const [draft, setDraft] = useState(start)
  const set = (part: Partial<ProposalDraft>) => setDraft({ ...draft, ...part })
  const unclear = problem?.code === 'PROPOSAL_UNCLEAR'
  const written = draft.how === 'words' ? draft.text : draft.sql
  return (
    <form
      noValidate
      aria-label="New proposal"
      className="grid gap-5 rounded-lg border border-line bg-surface p-5"
      onSubmit={event => {
        event.preventDefault()
        if (!acting && written.trim() !== '') onPropose(draft)
      }}
    >
      {problem !== null && (
        <Notice
          tone={unclear ? 'caution' : 'danger'}
          title={problem.message}
          hints={unclear ? [] : problem.hints}
        >
          {unclear &&
            problem.hints.map(choice => (
              <Button
                key={choice}
                look="choice"
                onClick={() => {
                  const chosen = { ...draft, how: 'words' as const, text: choice }
                  setDraft(chosen)
                  onPropose(chosen)
                }}
              >
                {choice}
              </Button>
            ))}
        </Notice>
      )}
      <label className="grid gap-1.5 font-medium">
        Database
        <select
          value={draft.connectionId}
          onChange={event => set({ connectionId: event.target.value })}
          className={INPUT_LOOK}
        >
          {connections.map(({ id, name, environment }) => (
            <option key={id} value={id}>
              {name} · {environment === 'PRODUCTION' ? 'PRODUCTION' : 'Development'}
            </option>
          ))}
        </select>
      </label>
      <ChoiceCards
        legend="Say it"
        name="how"
        value={draft.how}
        choices={[
          { value: 'words', title: 'In words', meaning: 'The SQL is written for you, and shown.' },
          { value: 'sql', title: 'As SQL', meaning: 'One or more statements that change the structure.' },
        ]}
        onChoose={how => set({ how })}
      />
      {draft.how === 'words' ? (
        <label className="grid gap-1.5 font-medium">
          The change
          <textarea
            rows={3}
            value={draft.text}
            placeholder="Add a phone_ext column to customers"
            onChange={event => set({ text: event.target.value })}
            className={`${INPUT_LOOK} h-auto py-2`}
          />
        </label>
      ) : (
        <label className="grid gap-1.5 font-medium">
          SQL
          <textarea
            rows={8}
            spellCheck={false}
            value={draft.sql}
            placeholder="ALTER TABLE customers ADD COLUMN phone_ext varchar(10);"
            onChange={event => set({ sql: event.target.value })}
            className={`${INPUT_LOOK} h-auto py-2 font-mono text-[13px]`}
          />
        </label>
      )}
      <Field
        label="Title"
        name="title"
        value={draft.title}
        hint="Left empty, it is called by what it does."
        onChange={event => set({ title: event.target.value })}
      />
      <div className="flex flex-wrap items-center gap-3">
        <Button look="filled" type="submit" disabled={acting || written.trim() === ''}>
          {acting ? 'Trying it on a copy…' : 'Try it on a copy'}
        </Button>
        <p className="text-sm text-ink-soft">
          It is tried on an empty copy of the structure. Your database does not change.
        </p>
      </div>
    </form>
  )
}
