import { useBeforeUnload, useBlocker } from '@remix-run/react'
import { useCallback, useRef } from 'react'

export interface UnsavedGuard {
  /** Somebody is about to leave with changes that are not saved. */
  leaving: boolean
  stay: () => void
  leave: () => void
  /** What is here has been saved, or is given up: going on is fine. */
  release: () => void
}

/** Asks before unsaved changes are left behind: within the app by a dialog of ours, beyond it by the browser's own. */
export function useUnsavedGuard(unsaved: boolean): UnsavedGuard {
  const released = useRef(false)
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) =>
      unsaved && !released.current && currentLocation.pathname !== nextLocation.pathname,
  )
  useBeforeUnload(
    useCallback(
      event => {
        if (unsaved && !released.current) event.preventDefault()
      },
      [unsaved],
    ),
  )
  return {
    leaving: blocker.state === 'blocked',
    stay: useCallback(() => blocker.reset?.(), [blocker]),
    leave: useCallback(() => blocker.proceed?.(), [blocker]),
    release: useCallback(() => {
      released.current = true
    }, []),
  }
}
