import { AppError } from './errors.ts'

/** What went wrong, why, and what mends it, for the person who typed the command. */
export function explainStartFailure(error: unknown): string {
  if (error instanceof AppError) {
    return [error.message, ...error.hints.map(hint => `  - ${hint}`)].join('\n')
  }
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
    return 'The port is taken by another program.\n  - Stop it, or choose another port: PORT=3001 npm start'
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
