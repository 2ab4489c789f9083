import type { Environment } from './generated/graphql.ts'
import { readCookie } from '../hooks/remembered.ts'

/**
 * The connection that a request is about: the one in the address, else the one used last. A newcomer starts where
 * nothing is at stake, so production is nobody's default while there is anything else.
 */
export function pickHere<TConnection extends { id: string; environment: Environment }>(
  request: Request,
  connections: readonly TConnection[],
): TConnection | null {
  const { pathname, searchParams } = new URL(request.url)
  const asked = searchParams.get('connection') ?? /^\/connections\/([^/]+)/.exec(pathname)?.[1]
  const remembered = readCookie(request.headers.get('Cookie'), 'connection')
  return (
    connections.find(({ id }) => id === asked) ??
    connections.find(({ id }) => id === remembered) ??
    connections.find(({ environment }) => environment !== 'PRODUCTION') ??
    connections[0] ??
    null
  )
}
