import type { Finding } from '../domain.ts'
import type { Place } from '../sql/sql.ts'

/** `place` is null where the trouble has none in the text. */
export function warning(
  code: string,
  place: Place | null,
  { message, hint }: { message: string; hint: string },
): Finding {
  return {
    ...{ code, severity: 'WARNING', message, hint },
    ...{ start: place?.start ?? null, end: place?.end ?? null },
  }
}

/** A number of rows as people read it. */
export function words(rows: number): string {
  if (rows >= 1e15) return 'more than a quadrillion'
  return Math.round(rows).toLocaleString('en-US')
}
