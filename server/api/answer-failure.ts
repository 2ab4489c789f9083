import type { NextFunction, Request, Response } from 'express'
import { AppError } from '../errors.ts'
import type { FormatError } from './format-error.ts'

const STATUS: Readonly<Record<string, number>> = {
  STORE_UNAVAILABLE: 503,
  INPUT_INVALID: 400,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  REQUEST_TOO_MANY: 429,
}

/** For requests to the API that fail before GraphQL has them: a problem in JSON, as GraphQL would answer it. */
export function answerFailure(formatError: FormatError) {
  return (error: unknown, _request: Request, response: Response, next: NextFunction): void => {
    if (response.headersSent) return next(error)
    const ofTheBody = readBodyFailure(error)
    const formatted = formatError(ofTheBody?.problem ?? error)
    const status = ofTheBody?.status ?? STATUS[String(formatted.extensions?.code)] ?? 500
    response.status(status).json({ errors: [formatted] })
  }
}

/** What Express and its body parser say of a request; the message may quote it. */
function readBodyFailure(error: unknown): { status: number; problem: AppError } | null {
  if (!(error instanceof Error && 'status' in error)) return null
  const { status } = error
  if (typeof status !== 'number' || status < 400 || status > 499) return null
  const problem =
    status === 413
      ? new AppError('INPUT_INVALID', 'The request is too large', { hints: ['Send at most 1 MB'] })
      : new AppError('INPUT_INVALID', 'The request cannot be read', {
          hints: ['Send JSON in UTF-8 with a field `query`'],
        })
  return { status, problem }
}
