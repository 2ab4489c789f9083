/** One value, read at most once per period; callers that come meanwhile share the reading. A failure is not kept. */
export function createMemory<T>(periodMs: number, now: () => Date) {
  let kept: { value: Promise<T>; readAt: number } | null = null
  return {
    recall(read: () => Promise<T>): Promise<T> {
      if (kept && now().getTime() - kept.readAt < periodMs) return kept.value
      const mine = { value: read(), readAt: now().getTime() }
      kept = mine
      mine.value.catch(() => {
        if (kept === mine) kept = null
      })
      return mine.value
    },
    forget(): void {
      kept = null
    },
  }
}
