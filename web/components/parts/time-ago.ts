const MINUTE_MS = 60_000
const STEPS = [
  { words: 'day', lengthMs: 86_400_000 },
  { words: 'hour', lengthMs: 3_600_000 },
  { words: 'minute', lengthMs: MINUTE_MS },
]

/** `just now`, `5 minutes ago`, `1 day ago`. An instant that our clock has not reached yet is just now. */
export function timeAgo(at: string, nowMs: number): string {
  const passedMs = nowMs - new Date(at).getTime()
  const step = STEPS.find(({ lengthMs }) => passedMs >= lengthMs)
  if (step === undefined) return 'just now'
  const count = Math.floor(passedMs / step.lengthMs)
  return `${count} ${step.words}${count === 1 ? '' : 's'} ago`
}
