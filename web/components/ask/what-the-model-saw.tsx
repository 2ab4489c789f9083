import { useApolloClient } from '@apollo/client/react'
import * as Dialog from '@radix-ui/react-dialog'
import { Eye, X } from 'lucide-react'
import { useState } from 'react'
import { ModelRequestsDocument, ProposalRequestsDocument } from '../../graphql/generated/graphql.ts'
import type { ModelRequestsQuery, ModelTurnRole, PrivacyLevel } from '../../graphql/generated/graphql.ts'
import { problemOf } from '../../graphql/problem.ts'

type Seen = NonNullable<ModelRequestsQuery['prompt']>
/** A question of one's own, or a proposal whose SQL a model has drafted. */
type Subject = { promptId: string } | { proposalId: string }

const LEVEL_WORDS: Record<PrivacyLevel, string> = {
  CATALOG: 'names, types, keys and comments; no value of the data',
  VALUES: 'names, types, keys and comments, and sample values of columns that are allowed',
  ROWS: 'names, types, keys and comments, sample values, and results for their summary',
}
const ROLE_WORDS: Record<ModelTurnRole, string> = {
  USER: 'What it was asked',
  MODEL: 'What it said',
  TOOL: 'What it was told then',
}

/** Every word that left for a model because of a question or a request for a change. */
export function WhatTheModelSaw({ of }: { of: Subject }) {
  const client = useApolloClient()
  const [seen, setSeen] = useState<Seen | null>(null)
  const [words, setWords] = useState<string | null>(null)
  const show = async () => {
    setWords('Looking it up…')
    try {
      const found = await requestsOf(of)
      setSeen(found)
      setWords(found?.modelRequests.length ? null : 'No model was asked: nothing has left this server.')
    } catch (error) {
      setWords(problemOf(error).message)
    }
  }
  async function requestsOf(subject: Subject): Promise<Seen | null> {
    const fetchPolicy = 'no-cache'
    if ('promptId' in subject)
      return (
        (await client.query({ query: ModelRequestsDocument, variables: subject, fetchPolicy })).data
          ?.prompt ?? null
      )
    const { data } = await client.query({ query: ProposalRequestsDocument, variables: subject, fetchPolicy })
    return data?.proposal ?? null
  }
  return (
    <Dialog.Root onOpenChange={open => open && void show()}>
      <Dialog.Trigger className="inline-flex items-center gap-1.5 text-ink-soft underline decoration-line-strong underline-offset-4 hover:text-accent">
        <Eye aria-hidden className="size-3.5" />
        What the model saw
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-black/30" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed top-1/2 left-1/2 z-40 flex max-h-[90vh] w-[min(56rem,calc(100vw-2rem))] -translate-x-1/2 -translate-y-1/2 flex-col rounded-xl border border-line bg-surface shadow-float outline-none"
        >
          <div className="flex items-center justify-between gap-4 border-b border-line px-6 py-4">
            <Dialog.Title className="text-base font-semibold">What the model saw</Dialog.Title>
            <Dialog.Close aria-label="Close" className="rounded-md p-1 text-ink-soft hover:bg-hover">
              <X aria-hidden className="size-4" />
            </Dialog.Close>
          </div>
          <div className="grid gap-5 overflow-y-auto px-6 py-5" tabIndex={0}>
            {seen !== null && (
              <p className="max-w-prose text-sm text-ink-soft">
                {`This connection lets out ${LEVEL_WORDS[seen.connection.privacy]}. What looks personal is replaced by ‹…›.`}
              </p>
            )}
            {words !== null && <p className="text-sm text-ink-soft">{words}</p>}
            {words === null &&
              seen?.modelRequests.map(request => <OneRequest key={request.position} request={request} />)}
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function OneRequest({ request }: { request: Seen['modelRequests'][number] }) {
  const { position, model, system, turns, tools } = request
  return (
    <section className="grid min-w-0 gap-3">
      <h3 className="text-sm font-semibold">{`Request ${position} to ${model}`}</h3>
      <Said title="Instructions and catalog" text={system} />
      {turns.map((turn, at) => (
        <Said key={at} title={ROLE_WORDS[turn.role]} text={turn.text} />
      ))}
      <p className="text-xs text-ink-faint">{`It may call: ${tools.join(', ')}`}</p>
    </section>
  )
}

function Said({ title, text }: { title: string; text: string }) {
  return (
    <div className="min-w-0">
      <p className="mb-1 text-xs font-medium text-ink-faint">{title}</p>
      <pre className="max-h-80 overflow-auto rounded-md border border-line bg-sunken p-3 font-mono text-xs whitespace-pre-wrap wrap-anywhere">
        {text}
      </pre>
    </div>
  )
}
