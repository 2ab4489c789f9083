import type { Problem } from '../domain.ts'
import type { ExecutionLimits } from './execute.ts'
import { firstRowProblem, notReadProblem, timeLimitProblem } from './problems.ts'

type Limits = Pick<ExecutionLimits, 'maxSeconds' | 'firstRowSeconds' | 'stallSeconds'>

/** The clocks of one run. `exceeded` may be called after `stop`, by none of them. */
export function createDeadlines(limits: Limits, exceeded: (problem: Problem) => void) {
  const after = (seconds: number, problem: (seconds: number) => Problem) =>
    setTimeout(() => exceeded(problem(seconds)), seconds * 1000)
  let inAll: NodeJS.Timeout | undefined
  let firstRow: NodeJS.Timeout | undefined
  let stall: NodeJS.Timeout | undefined
  return {
    begin(): void {
      inAll = after(limits.maxSeconds, timeLimitProblem)
      firstRow = after(limits.firstRowSeconds, firstRowProblem)
    },
    rowsCame(): void {
      clearTimeout(firstRow)
    },
    /** The reader has something to take; whether it does shows when it comes for more. */
    handedOut(): void {
      stall = after(limits.stallSeconds, notReadProblem)
    },
    readerCame(): void {
      clearTimeout(stall)
    },
    stop(): void {
      for (const timer of [inAll, firstRow, stall]) clearTimeout(timer)
    },
  }
}
