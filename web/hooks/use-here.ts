import { useRouteLoaderData } from '@remix-run/react'
import type { loader } from '../routes/_shell.tsx'

/** The connection that the person works on; undefined on pages without the frame, null when there is none. */
export function useHere() {
  const shell = useRouteLoaderData<typeof loader>('routes/_shell')
  return shell === undefined
    ? undefined
    : (shell.connections.find(connection => connection.id === shell.hereId) ?? null)
}
