import type { Problem } from '../../graphql/problem.ts'
import { Button } from '../parts/button.tsx'
import { Notice } from '../parts/notice.tsx'

interface AskFailedProps {
  problem: Problem
  onRetry: () => void
  onClose: () => void
}

/** The question did not get through; its words are still in the prompt bar. */
export function AskFailed({ problem, onRetry, onClose }: AskFailedProps) {
  return (
    <Notice tone={problem.retryable ? 'caution' : 'danger'} title={problem.message} hints={problem.hints}>
      {problem.code === 'UNAUTHENTICATED' ? (
        <Button onClick={() => window.location.reload()}>Sign in again</Button>
      ) : (
        <Button onClick={onRetry}>Try again</Button>
      )}
      <Button look="quiet" onClick={onClose}>
        Dismiss
      </Button>
    </Notice>
  )
}
