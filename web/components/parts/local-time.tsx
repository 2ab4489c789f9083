import { useSyncExternalStore } from 'react'

const LOCAL: Intl.DateTimeFormatOptions = { dateStyle: 'medium', timeStyle: 'short' }

/** An instant in the reader's time zone; the server does not know it and says UTC. */
export function LocalTime({ at }: { at: string }) {
  const alive = useSyncExternalStore(
    () => () => undefined,
    () => true,
    () => false,
  )
  const words = alive
    ? new Intl.DateTimeFormat('en-GB', LOCAL).format(new Date(at))
    : `${new Intl.DateTimeFormat('en-GB', { ...LOCAL, timeZone: 'UTC' }).format(new Date(at))} UTC`
  return <time dateTime={at}>{words}</time>
}
