import type http from 'node:http'
import type { Express, Request } from 'express'

/** Of a request that Express does not see, such as one for a socket: the same rules about proxies as for all others. */
export function callerAddress(app: Express, { headers, socket }: http.IncomingMessage): string {
  const request = Object.create(app.request) as Request
  return Object.assign(request, { headers, socket, connection: socket }).ip ?? ''
}
