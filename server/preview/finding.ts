import type { Finding } from '../domain.ts'

export function warning(code: string, message: string, hint: string): Finding {
  return { code, severity: 'WARNING', message, hint, start: null, end: null }
}

/** A number of rows as people read it. */
export function words(rows: number): string {
  if (rows >= 1e15) return 'more than a quadrillion'
  return Math.round(rows).toLocaleString('en-US')
}
