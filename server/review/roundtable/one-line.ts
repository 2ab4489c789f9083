/**
 * Text that others wrote, such as names and comments, for a sentence that people read: in one line, without control
 * characters or Unicode's direction marks, which could make it say something else on a page.
 */
export function asOneLine(text: string, maxLength: number): string {
  const clean = text
    .replace(/\s+/g, ' ')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu, '\ufffd')
    .trim()
  return clean.length > maxLength ? `${clean.slice(0, maxLength - 1)}…` : clean
}

const MAX_NAME = 120

export const named = (name: string) => asOneLine(name, MAX_NAME)

/** At most three by name. */
export function listed(names: readonly string[]): string {
  const shown = names.slice(0, 3).map(named)
  const left = names.length - shown.length
  return left > 0 ? `${shown.join(', ')} and ${left} more` : shown.join(', ')
}

export function counted(count: number, one: string, many = `${one}s`): string {
  return count === 1 ? `1 ${one}` : `${count.toLocaleString('en')} ${many}`
}

export function sizeInWords(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB']
  let value = bytes
  let unit = 0
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000
    unit += 1
  }
  return `${value >= 100 || unit === 0 ? Math.round(value) : value.toFixed(1)} ${units[unit] ?? ''}`
}

/** e.g. `0.4 s`, `12 s` or `3 min`. */
export function timeInWords(ms: number): string {
  if (ms < 10_000) return `${(ms / 1000).toFixed(1)} s`
  return ms < 120_000 ? `${Math.round(ms / 1000)} s` : `${Math.round(ms / 60_000)} min`
}
