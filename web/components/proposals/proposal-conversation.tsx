import { useState } from 'react'
import { CommentOnProposalDocument } from '../../graphql/generated/graphql.ts'
import type { WholeProposalFragment } from '../../graphql/generated/graphql.ts'
import { useAct } from '../../hooks/use-act.ts'
import { WhatTheModelSaw } from '../ask/what-the-model-saw.tsx'
import { Button } from '../parts/button.tsx'
import { INPUT_LOOK } from '../parts/field.tsx'
import { LocalTime } from '../parts/local-time.tsx'
import { Notice } from '../parts/notice.tsx'

interface Said {
  id: string
  at: string
  who: string
  what: string
  body: string
}

/** Reviews and comments in the order in which they were made. */
export function ProposalConversation({
  proposal,
  onChanged,
}: {
  proposal: WholeProposalFragment
  onChanged: () => void
}) {
  const [body, setBody] = useState('')
  /** Of the SQL, from 1; empty: about the whole. */
  const [line, setLine] = useState('')
  const { acting, problem, act } = useAct(CommentOnProposalDocument)
  const [drafter] = proposal.modelRequests
  const send = async () => {
    if ((await act({ id: proposal.id, body, line: line === '' ? null : Number(line) })) === null) return
    setBody('')
    setLine('')
    onChanged()
  }
  return (
    <div className="grid gap-4">
      {proposal.request !== null && (
        <div className="rounded-lg border border-line bg-surface px-4 py-3">
          <p>
            <span className="text-sm text-ink-faint">Asked for: </span>
            {proposal.request}
          </p>
          {drafter !== undefined && (
            <p className="mt-2 flex flex-wrap gap-x-4 gap-y-1 text-sm text-ink-soft">
              <span>First drafted by {drafter.model}</span>
              <WhatTheModelSaw of={{ proposalId: proposal.id }} />
            </p>
          )}
        </div>
      )}
      <ol className="grid gap-3">
        {saidOf(proposal).map(({ id, at, who, what, body: text }) => (
          <li key={id} className="rounded-lg border border-line bg-surface px-4 py-3">
            <p className="text-sm text-ink-soft">
              <span className="font-medium text-ink">{who}</span> {what} · <LocalTime at={at} />
            </p>
            {text !== '' && <p className="mt-1 whitespace-pre-wrap wrap-anywhere">{text}</p>}
          </li>
        ))}
      </ol>
      {problem !== null && <Notice tone="danger" title={problem.message} hints={problem.hints} />}
      <form
        className="grid gap-2"
        onSubmit={event => {
          event.preventDefault()
          if (!acting && body.trim() !== '') void send()
        }}
      >
        <label className="grid gap-1.5 font-medium">
          Comment
          <textarea
            rows={3}
            value={body}
            onChange={event => setBody(event.target.value)}
            className={`${INPUT_LOOK} h-auto py-2`}
          />
        </label>
        <div className="flex flex-wrap items-center gap-3">
          <Button type="submit" disabled={acting || body.trim() === ''}>
            Comment
          </Button>
          <span className="flex w-72 min-w-0 items-center gap-2 text-sm text-ink-soft">
            on
            <select
              aria-label="What it is on"
              value={line}
              onChange={event => setLine(event.target.value)}
              className={INPUT_LOOK}
            >
              <option value="">the whole change</option>
              {proposal.sql.split('\n').map((text, index) => (
                <option key={index} value={index + 1} disabled={text.trim() === ''}>
                  line {index + 1}: {text.trim().slice(0, 60)}
                </option>
              ))}
            </select>
          </span>
        </div>
      </form>
    </div>
  )
}

function saidOf({ reviews, comments }: WholeProposalFragment): readonly Said[] {
  return [
    ...reviews.map(({ id, createdAt, author, verdict, revision, body }) => ({
      ...{ id, at: createdAt, who: author.name, body },
      what: `${verdict === 'APPROVE' ? 'approved' : 'asked for changes to'} revision ${revision}`,
    })),
    ...comments.map(({ id, createdAt, author, revision, line, body }) => ({
      ...{ id, at: createdAt, who: author.name, body },
      what: `on ${line === null ? '' : `line ${line} of `}revision ${revision}`,
    })),
  ].sort((one, other) => one.at.localeCompare(other.at))
}
