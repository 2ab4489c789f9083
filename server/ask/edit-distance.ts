/** Insertions, deletions, replacements and swaps of neighbours; gives up beyond the limit and answers more than it. */
export function editDistance(a: string, b: string, limit: number): number {
  let before: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      let away = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, replaced)
      const swaps = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      if (swaps) away = Math.min(away, (before[j - 2] ?? 0) + 1)
      next.push(away)
    }
    if (Math.min(...next) > limit) return limit + 1
    before = row
    row = next
  }
  return row[b.length] ?? limit + 1
}
