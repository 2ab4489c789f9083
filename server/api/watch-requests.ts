import type { RequestHandler } from 'express'
import type { Logger } from 'pino'
import type { Metrics } from './metrics/registry.ts'
import { currentRequestId } from './request-id.ts'

/** Paths that are told apart in numbers; all others are pages. */
const ROUTES = [
  '/graphql/stream',
  '/graphql',
  '/graphiql',
  '/exports',
  '/assets',
  '/sign-in',
  '/healthz',
  '/readyz',
  '/metrics',
]
const METHODS = ['GET', 'HEAD', 'POST', 'OPTIONS']
/** Of no interest one by one, and many. */
const QUIET = ['/assets', '/graphiql', '/healthz', '/readyz', '/metrics']
const SECONDS = [0.005, 0.02, 0.1, 0.5, 2, 10, 60]

/** A line on the log and a number for each request that was answered. The query string is not in it: it can hold codes. */
export function watchRequests(log: Pick<Logger, 'info'>, metrics: Metrics): RequestHandler {
  const requests = metrics.counter('lovable_http_requests_total', 'Requests answered or broken off.')
  const seconds = metrics.histogram('lovable_http_request_seconds', 'Seconds until the last byte.', SECONDS)
  let open = 0
  metrics.gauge('lovable_http_requests_open', 'Requests that are being answered.', () => open)
  return (request, response, next) => {
    const startedAt = performance.now()
    const { path, ip: address } = request
    const requestId = currentRequestId()
    const route = ROUTES.find(known => path === known || path.startsWith(`${known}/`)) ?? 'page'
    open += 1
    response.once('close', () => {
      open -= 1
      const durationMs = performance.now() - startedAt
      const method = METHODS.includes(request.method) ? request.method : 'OTHER'
      // A client that went away has not seen the status.
      const status = response.writableFinished ? String(response.statusCode) : 'broken'
      requests.add({ route, method, status })
      seconds.observe(durationMs / 1000, { route })
      if (QUIET.includes(route)) return
      log.info(
        { method, path: path.slice(0, 200), status, durationMs: Math.round(durationMs), address, requestId },
        'request',
      )
    })
    next()
  }
}
