import { useLocation, useRouteLoaderData } from '@remix-run/react'
import { NEW_CONNECTION_PATH } from '../components/connections/connection-paths.ts'
import type { loader } from '../routes/_shell.tsx'

/**
 * The connection that the person works on; undefined on pages without the frame, null when there is none. A connection
 * that is being made is none yet, and not the one that was used before.
 */
export function useHere() {
  const shell = useRouteLoaderData<typeof loader>('routes/_shell')
  const { pathname } = useLocation()
  if (pathname === NEW_CONNECTION_PATH) return null
  return shell === undefined
    ? undefined
    : (shell.connections.find(connection => connection.id === shell.hereId) ?? null)
}
