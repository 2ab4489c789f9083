import type { Problem } from '../../graphql/problem.ts'
import { Button } from '../parts/button.tsx'
import { ProblemNotice } from '../parts/problem-notice.tsx'

interface AskFailedProps {
  problem: Problem
  onRetry: () => void
  onClose: () => void
}

/** The question did not get through; its words are still in the prompt bar. */
export function AskFailed({ problem, onRetry, onClose }: AskFailedProps) {
  return (
    <ProblemNotice problem={problem} retryWords="Try again" onRetry={onRetry}>
      <Button look="quiet" onClick={onClose}>
        Dismiss
      </Button>
    </ProblemNotice>
  )
}
