const INTEGER = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })
const ESTIMATE = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 2 })

export function formatCount(count: number): string {
  return INTEGER.format(count)
}

/** `1 row`, `11 rows`. */
export function countOf(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`
}

/** An estimate does not pretend to know more than two digits. */
export function approximately(estimate: number): string {
  return `≈ ${ESTIMATE.format(estimate)}`
}

/** `6 ms`, `1.2 s`, `2 min 5 s`. */
export function formatDuration(durationMs: number): string {
  if (durationMs < 1_000) return `${Math.round(durationMs)} ms`
  if (durationMs < 59_950) return `${(durationMs / 1_000).toFixed(1)} s`
  const seconds = Math.round(durationMs / 1_000)
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}

/** `940 bytes`, `12 kB`, `3.4 MB`, by thousands. */
export function formatBytes(bytes: number): string {
  if (bytes < 1_000) return countOf(bytes, 'byte')
  if (bytes < 999_500) return `${Math.round(bytes / 1_000)} kB`
  if (bytes < 999_500_000) return `${(bytes / 1_000_000).toFixed(1)} MB`
  return `${(bytes / 1_000_000_000).toFixed(2)} GB`
}
