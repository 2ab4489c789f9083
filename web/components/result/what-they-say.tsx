import { useState } from 'react'
import type { Explanation } from '../../hooks/use-explain.ts'
import { Questions } from '../ask/questions.tsx'
import { WhatTheModelSaw } from '../ask/what-the-model-saw.tsx'
import { Button } from '../parts/button.tsx'

interface WhatTheySayProps {
  explanation: Pick<Explanation, 'words' | 'model' | 'followUps' | 'done' | 'problem'>
  /** Whose requests can be looked at; null: nobody's. */
  promptId: string | null
  /** Asks with this answer as the context. */
  onFollowUp: (text: string) => void
}

/** Plain words about the rows, and what one could ask next. */
export function WhatTheySay({ explanation, promptId, onFollowUp }: WhatTheySayProps) {
  const { words, model, followUps, done, problem } = explanation
  return (
    <section aria-label="What the rows say" className="grid animate-rise gap-5 px-1 pt-1 pb-4">
      <p
        aria-live="polite"
        aria-busy={!done}
        className="max-w-prose text-[15px] leading-7 whitespace-pre-line"
      >
        {words}
        {words === '' && !done && <span className="animate-breathe text-ink-faint">Reading the rows…</span>}
        {words === '' && done && problem !== null && (
          <span className="text-ink-soft">No words about this result: {problem.message}</span>
        )}
      </p>
      {model !== null && (
        <p className="-mt-3 flex flex-wrap gap-x-4 gap-y-1 text-sm text-ink-soft">
          <span>Written by {model}. Its numbers were computed here.</span>
          {promptId !== null && <WhatTheModelSaw of={{ promptId }} />}
        </p>
      )}
      {done && (
        <div>
          <h2 className="mb-2.5 text-xs font-medium text-ink-faint">Next</h2>
          {followUps.length > 0 && (
            <Questions label="Follow-up questions" questions={followUps} onAsk={onFollowUp} />
          )}
          <FollowUpField onFollowUp={onFollowUp} />
        </div>
      )}
    </section>
  )
}

function FollowUpField({ onFollowUp }: { onFollowUp: (text: string) => void }) {
  const [text, setText] = useState('')
  return (
    <form
      className="mt-2.5 flex max-w-lg gap-2"
      onSubmit={event => {
        event.preventDefault()
        if (text.trim() !== '') onFollowUp(text.trim())
      }}
    >
      <input
        value={text}
        onChange={event => setText(event.target.value)}
        aria-label="Your own follow-up question"
        placeholder="Or ask about this result in your own words…"
        className="h-9 min-w-0 flex-1 rounded-md border border-line bg-surface px-3 transition-colors placeholder:text-ink-faint hover:border-line-strong"
      />
      {text.trim() !== '' && <Button type="submit">Ask</Button>}
    </form>
  )
}
