import http from 'node:http'
import type { Express, NextFunction, Request, Response } from 'express'

export interface HttpLimits {
  /** Of a request's body, or of one message on a socket. */
  maxBodyBytes: number
  maxConnections: number
  headersTimeoutMs: number
  requestTimeoutMs: number
  keepAliveMs: number
  /** What requests that are being answered have left at the end. */
  shutdownMs: number
}

/** How often Node looks for requests that take too long to arrive. */
const CHECK_MS = 5000
const DRAIN_CHECK_MS = 50

/** Slow and endless requests are cut off by Node itself, with 408. */
export function createHttpServer(app: Express, limits: HttpLimits): http.Server {
  const server = http.createServer({ connectionsCheckingInterval: CHECK_MS }, app)
  server.maxConnections = limits.maxConnections
  server.headersTimeout = limits.headersTimeoutMs
  server.requestTimeout = limits.requestTimeoutMs
  server.keepAliveTimeout = limits.keepAliveMs
  return server
}

/** Takes nothing new, lets what is being answered come to its end for a while, and cuts off the rest. */
export async function closeHttpServer(server: http.Server, patienceMs: number): Promise<void> {
  const closed = new Promise<void>(resolve => server.close(() => resolve()))
  // A connection that has had its answer is idle from then on.
  const idle = setInterval(() => server.closeIdleConnections(), DRAIN_CHECK_MS)
  const cutOff = setTimeout(() => server.closeAllConnections(), patienceMs)
  await closed
  clearInterval(idle)
  clearTimeout(cutOff)
}

/** For bodies that are read by others than Express: they have to say their size, as browsers do for forms. */
export function limitBody(maxBytes: number) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const length = request.headers['content-length']
    if (length !== undefined && Number(length) > maxBytes) return void response.status(413).end()
    if (request.headers['transfer-encoding'] !== undefined) return void response.status(411).end()
    next()
  }
}
