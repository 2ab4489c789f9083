import { createHash, timingSafeEqual } from 'node:crypto'
import { isIP } from 'node:net'
import type { Request, RequestHandler } from 'express'
import type { Metrics } from './registry.ts'

export interface MetricsAccess {
  /** Without a token: nobody, programs on this machine, everybody. */
  access: 'off' | 'local' | 'all'
  /** Whoever sends it may read, and nobody else. */
  token: string | null
}

/** GET /metrics. Who may not read it learns no more than of any path that is not there. */
export function serveMetrics(metrics: Metrics, rule: MetricsAccess): RequestHandler {
  return (request, response, next) => {
    if (!mayRead(request, rule)) return next()
    response
      .set('cache-control', 'no-store')
      .type('text/plain; version=0.0.4; charset=utf-8')
      .send(metrics.text())
  }
}

function mayRead(request: Request, { access, token }: MetricsAccess): boolean {
  if (token !== null) return equals(request.get('authorization') ?? '', `Bearer ${token}`)
  return access === 'all' || (access === 'local' && isLocal(request))
}

/** Behind a proxy on this machine everybody seems to be on it: what a proxy has touched is not local. */
function isLocal({ socket, headers }: Request): boolean {
  const peer = (socket.remoteAddress ?? '').replace(/^::ffff:/, '')
  const isLoopback = peer === '::1' || (isIP(peer) === 4 && peer.startsWith('127.'))
  const passedOn = ['forwarded', 'via', 'x-forwarded-for', 'x-real-ip'].some(
    name => headers[name] !== undefined,
  )
  return isLoopback && !passedOn
}

/** In the same time wherever they differ. */
function equals(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(wanted))
}
