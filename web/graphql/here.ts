import { readCookie } from '../hooks/remembered.ts'

/** The connection that a request is about: the one in the address, else the one used last, else the first. */
export function pickHere<TConnection extends { id: string }>(
  request: Request,
  connections: readonly TConnection[],
): TConnection | null {
  const asked = new URL(request.url).searchParams.get('connection')
  const remembered = readCookie(request.headers.get('Cookie'), 'connection')
  return (
    connections.find(({ id }) => id === asked) ??
    connections.find(({ id }) => id === remembered) ??
    connections[0] ??
    null
  )
}
