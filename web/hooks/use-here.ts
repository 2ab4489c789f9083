import { useLocation, useRouteLoaderData } from '@remix-run/react'
import { NEW_CONNECTION_PATH } from '../components/connections/connection-paths.ts'
import type { loader as loadProposal } from '../routes/_shell.proposals.$number.tsx'
import type { loader } from '../routes/_shell.tsx'

/**
 * The connection that the person works on; undefined on pages without the frame, null when there is none. A connection
 * that is being made is none yet, and not the one that was used before; a proposal's page is about the one to be changed.
 */
export function useHere() {
  const shell = useRouteLoaderData<typeof loader>('routes/_shell')
  const opened = useRouteLoaderData<typeof loadProposal>('routes/_shell.proposals.$number')
  const { pathname } = useLocation()
  if (pathname === NEW_CONNECTION_PATH) return null
  if (shell === undefined) return undefined
  const hereId = opened?.proposal.connection.id ?? shell.hereId
  return shell.connections.find(({ id }) => id === hereId) ?? null
}
