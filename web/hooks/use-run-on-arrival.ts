import { useLocation, useNavigate } from '@remix-run/react'
import { useEffect, useRef } from 'react'

/**
 * Handed on with a navigation by who asks for a run elsewhere, e.g. in the history. It is no part of the address on
 * purpose: no link from outside may run anything.
 */
export const RUN_ON_ARRIVAL = { runOnArrival: true } as const

/** Runs once when the page was gone to for that; a reload does not run again. */
export function useRunOnArrival(start: () => void): void {
  const { pathname, search, ...location } = useLocation()
  const navigate = useNavigate()
  const wanted = isWanted(location.state)
  const latest = useRef({ start, leave: () => undefined as void })
  useEffect(() => {
    const here = `${pathname}${search}`
    latest.current = {
      start,
      leave: () => void navigate(here, { replace: true, state: null, preventScrollReset: true }),
    }
  })
  useEffect(() => {
    if (!wanted) return
    latest.current.leave()
    latest.current.start()
  }, [wanted])
}

function isWanted(state: unknown): boolean {
  return typeof state === 'object' && state !== null && 'runOnArrival' in state && state.runOnArrival === true
}
