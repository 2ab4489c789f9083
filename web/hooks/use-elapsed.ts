import { useEffect, useState } from 'react'

const TICK_MS = 100

/** Milliseconds since `active` became true, kept up to date; 0 while it is not. */
export function useElapsed(active: boolean): number {
  const [elapsedMs, setElapsedMs] = useState(0)
  useEffect(() => {
    if (!active) return
    const startedAt = performance.now()
    const timer = setInterval(() => setElapsedMs(performance.now() - startedAt), TICK_MS)
    return () => {
      clearInterval(timer)
      setElapsedMs(0)
    }
  }, [active])
  return elapsedMs
}
