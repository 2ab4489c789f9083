import { LoaderCircle, Play, Square } from 'lucide-react'
import type { CheckPartsFragment } from '../../graphql/generated/graphql.ts'
import type { Problem } from '../../graphql/problem.ts'
import { Button } from '../parts/button.tsx'
import { KeyHint } from '../parts/key-hint.tsx'
import { asSentence } from '../parts/words.ts'
import { FindingList } from './finding-list.tsx'

interface WhatItWillDoProps {
  check: CheckPartsFragment | null
  problem: Problem | null
  running: boolean
  cancelling: boolean
  onRun: () => void
  onCancel: () => void
}

/** The last look before anything happens: what is read, how much it is, what is odd about it. Then Run. */
export function WhatItWillDo({ check, problem, running, cancelling, onRun, onCancel }: WhatItWillDoProps) {
  return (
    <section
      aria-label="What it will do"
      className="flex flex-col gap-4 border-t border-line p-5 lg:w-80 lg:shrink-0 lg:border-t-0 lg:border-l xl:w-92"
    >
      <div aria-live="polite" className="grid gap-3">
        <h2 className="text-xs font-medium text-ink-faint">What it will do</h2>
        {problem !== null && (
          <p className="text-danger">
            {problem.message} {problem.hints.join(' ')}
          </p>
        )}
        {check === null && problem === null && (
          <p className="flex items-center gap-2 text-ink-soft">
            <LoaderCircle aria-hidden className="size-3.5 animate-spin" /> Checking your SQL…
          </p>
        )}
        {check !== null && <Verdict check={check} />}
      </div>
      <div className="mt-auto flex flex-wrap items-center gap-2">
        <Button
          look="filled"
          onClick={onRun}
          disabled={running || check?.allowed === false}
          aria-keyshortcuts="Meta+Enter Control+Enter"
        >
          <Play aria-hidden className="size-3.5 fill-current" />
          {running ? 'Running' : 'Run'}
          <KeyHint command keys="⏎" />
        </Button>
        {running && (
          <Button onClick={onCancel} disabled={cancelling} aria-keyshortcuts="Escape">
            <Square aria-hidden className="size-3 fill-current" />
            {cancelling ? 'Cancelling…' : 'Cancel'}
            <KeyHint keys="Esc" />
          </Button>
        )}
      </div>
    </section>
  )
}

function Verdict({ check }: { check: CheckPartsFragment }) {
  const { allowed, summary, tables, refusals, warnings } = check
  if (!allowed)
    return (
      <>
        <p className="font-medium text-danger">This will not run.</p>
        <FindingList findings={[...refusals, ...warnings]} />
      </>
    )
  return (
    <>
      {summary !== null && <p className="text-[15px]">{asSentence(summary)}</p>}
      {tables.length > 0 && (
        <ul aria-label="Tables it reads" className="flex flex-wrap gap-1.5">
          {tables.map(table => (
            <li
              key={table}
              className="rounded border border-line bg-paper px-1.5 font-mono text-xs leading-5"
            >
              {table}
            </li>
          ))}
        </ul>
      )}
      {warnings.length > 0 && <FindingList findings={warnings} />}
      <p className="text-xs text-ink-faint">It only reads: nothing in the database changes.</p>
    </>
  )
}
