import type { ReactNode } from 'react'
import type { Problem } from '../../graphql/problem.ts'
import { Button } from './button.tsx'
import { Notice } from './notice.tsx'

interface ProblemNoticeProps {
  problem: Problem
  /** What the button says that does it once more. */
  retryWords: string
  onRetry: () => void
  children?: ReactNode
}

/** A failure, and the way on: once more, or sign in where that is what is missing. */
export function ProblemNotice({ problem, retryWords, onRetry, children }: ProblemNoticeProps) {
  if (problem.code === 'UNAUTHENTICATED')
    return (
      <Notice tone="caution" title="You are signed out." hints={['What you typed is still here afterwards.']}>
        <Button onClick={() => window.location.reload()}>Sign in again</Button>
        {children}
      </Notice>
    )
  return (
    <Notice tone={problem.retryable ? 'caution' : 'danger'} title={problem.message} hints={problem.hints}>
      <Button onClick={onRetry}>{retryWords}</Button>
      {children}
    </Notice>
  )
}
