import { AppError } from '../errors.ts'
import type { Problem } from '../domain.ts'

export const CANCELLED: Problem = {
  code: 'RUN_CANCELLED',
  message: 'The run was cancelled, and the query was stopped in the database.',
  hints: [],
  retryable: true,
}

/** Null for what is not a failure but a bug. */
export function toProblem(error: unknown): Problem | null {
  if (!(error instanceof AppError)) return null
  const { code, message, hints, retryable } = error
  return { code, message, hints, retryable }
}

export function timeLimitProblem(maxSeconds: number): Problem {
  return {
    code: 'RUN_TIME_LIMIT',
    message: `The run took longer than ${maxSeconds} seconds and was stopped.`,
    hints: ['Add a filter, for example a shorter period.', 'Ask for totals instead of single rows.'],
    retryable: false,
  }
}

export function firstRowProblem(firstRowSeconds: number): Problem {
  return {
    code: 'RUN_TIME_LIMIT',
    message: `The query gave no row within ${firstRowSeconds} seconds and was stopped.`,
    hints: [
      'Add a filter, for example a shorter period.',
      'Sorting and grouping need all rows before the first one.',
    ],
    retryable: false,
  }
}

export function notReadProblem(stallSeconds: number): Problem {
  return {
    code: 'RUN_NOT_READ',
    message: `Nobody took the rows for ${stallSeconds} seconds, so the query was stopped.`,
    hints: ['Run it again where the rows can be read as they come.'],
    retryable: true,
  }
}

/** For the record of a run that a bug has ended; the bug itself is thrown and gets its id where it is logged. */
export const INTERNAL: Problem = {
  code: 'INTERNAL',
  message: 'The run ended because of a fault in this app.',
  hints: ['Try again; if it stays, tell the administrator.'],
  retryable: true,
}
