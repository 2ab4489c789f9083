import { useEffect, useState } from 'react'
import { timeAgo } from './time-ago.ts'

const TICK_MS = 20_000

/** How long ago something was, kept true while the page is open. For what the browser has fetched itself. */
export function Age({ at }: { at: string }) {
  const [nowMs, setNowMs] = useState(() => Date.now())
  useEffect(() => {
    setNowMs(Date.now())
    const timer = setInterval(() => setNowMs(Date.now()), TICK_MS)
    return () => clearInterval(timer)
  }, [at])
  return (
    <time dateTime={at} title={new Date(at).toLocaleString('en-GB')}>
      {timeAgo(at, nowMs)}
    </time>
  )
}
