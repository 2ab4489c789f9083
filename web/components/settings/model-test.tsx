import { useState } from 'react'
import { TestModelDocument } from '../../graphql/generated/graphql.ts'
import type { TestModelMutation } from '../../graphql/generated/graphql.ts'
import { useAct } from '../../hooks/use-act.ts'
import { Button } from '../parts/button.tsx'
import { Notice } from '../parts/notice.tsx'
import { ProblemNotice } from '../parts/problem-notice.tsx'
import { formatDuration } from '../parts/quantity.ts'

type Test = TestModelMutation['testModel']

/** One small request, and in words what came of it. */
export function ModelTest() {
  const { acting, problem, act } = useAct(TestModelDocument)
  const [tested, setTested] = useState<Test | null>(null)
  const test = async () => {
    setTested(null)
    setTested((await act({}))?.testModel ?? null)
  }
  return (
    <div className="grid justify-items-start gap-3">
      <Button onClick={() => void test()} disabled={acting}>
        {acting ? 'Asking the model…' : 'Test the model'}
      </Button>
      <div aria-live="polite" className="grid w-full gap-2 text-sm">
        {problem !== null && (
          <ProblemNotice problem={problem} retryWords="Test again" onRetry={() => void test()} />
        )}
        {tested?.problem != null && (
          <Notice tone="danger" title={tested.problem.message} hints={tested.problem.hints} />
        )}
        {tested !== null && <p className="max-w-prose">{inWords(tested)}</p>}
      </div>
    </div>
  )
}

function inWords({ reachable, callsTools, latencyMs, firstTokenMs }: Test): string {
  if (!reachable) return `Not reachable; given up after ${formatDuration(latencyMs)}.`
  const tools =
    callsTools === null
      ? 'Whether it calls tools was not found out.'
      : callsTools
        ? 'It calls tools, so it can answer questions.'
        : 'It does not call tools, so it cannot answer questions here: choose another model.'
  const first = firstTokenMs === null ? '' : `, the first sign after ${formatDuration(firstTokenMs)}`
  return `Reachable: it answered in ${formatDuration(latencyMs)}${first}. ${tools}`
}
