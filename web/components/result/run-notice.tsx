import type { ReactNode } from 'react'
import type { RunState } from '../../graphql/generated/graphql.ts'
import type { RunView } from '../../hooks/run-state.ts'
import { Button } from '../parts/button.tsx'
import { Notice } from '../parts/notice.tsx'
import { ProblemNotice } from '../parts/problem-notice.tsx'
import { countOf } from '../parts/quantity.ts'

interface RunNoticeProps {
  view: RunView
  onAgain: () => void
  /** What else can be done about it. */
  children?: ReactNode
}

/** What the reader must know about the rows: that they are not all, or why there are none. */
export function RunNotice({ view, onAgain, children }: RunNoticeProps) {
  const again = (
    <>
      <Button onClick={onAgain}>Run again</Button>
      {children}
    </>
  )
  if (view.phase === 'failed')
    return (
      <ProblemNotice problem={view.problem} retryWords="Run again" onRetry={onAgain}>
        {children}
      </ProblemNotice>
    )
  if (view.phase !== 'finished') return null
  const { state, problem, rowCount } = view.resultSet
  const hints = problem?.hints ?? []
  if (view.brokenOff)
    return (
      <Notice
        tone="caution"
        title={`The connection to the server broke; ${whatBecameOfIt(state, rowCount)}`}
        hints={['Nothing was run again. Rows are not kept, so those that are missing here take a new run.']}
      >
        {again}
      </Notice>
    )
  switch (state) {
    case 'TRUNCATED':
      return (
        <Notice
          tone="caution"
          title={problem?.message ?? `These are the first ${countOf(rowCount, 'row')}; there are more.`}
          hints={[
            ...(hints.length > 0 ? hints : ['Narrow the question, or ask for a count or a total instead.']),
            'Export has all of them; only where even a file may not be that large, it breaks off.',
          ]}
        />
      )
    case 'CANCELLED':
      return (
        <Notice
          tone="calm"
          title={
            rowCount > 0 ? `Cancelled after ${countOf(rowCount, 'row')}.` : 'Cancelled before the first row.'
          }
          hints={['The database has stopped working on it.']}
        >
          {again}
        </Notice>
      )
    case 'FAILED':
      return (
        <Notice
          tone="danger"
          title={problem?.message ?? 'The database stopped in the middle.'}
          hints={[
            ...(rowCount > 0
              ? [`The ${countOf(rowCount, 'row')} before that are below; there may be more.`]
              : []),
            ...hints,
          ]}
        >
          {again}
        </Notice>
      )
    case 'COMPLETED':
    case 'RUNNING':
      return null
  }
}

function whatBecameOfIt(state: RunState, rowCount: number): string {
  switch (state) {
    case 'COMPLETED':
    case 'TRUNCATED':
      return `the run ended there with ${countOf(rowCount, 'row')}.`
    case 'CANCELLED':
      return `the run was cancelled there after ${countOf(rowCount, 'row')}.`
    case 'FAILED':
      return `the run failed there after ${countOf(rowCount, 'row')}.`
    case 'RUNNING':
      return 'the run still goes on there.'
  }
}
