import { AsyncLocalStorage } from 'node:async_hooks'
import { randomUUID } from 'node:crypto'
import type { NextFunction, Request, Response } from 'express'

/**
 * Which request, or which operation on a socket, is being answered. The one value that is not handed from caller to callee:
 * whatever is logged on the way is to carry it, and no step between should have to know of logs.
 */
const current = new AsyncLocalStorage<string>()

const FORM = /^[\w.-]{8,100}$/

export function currentRequestId(): string | undefined {
  return current.getStore()
}

export function withRequestId<Result>(id: string, work: () => Result): Result {
  return current.run(id, work)
}

/** Gives each request an id, or keeps the one that a trusted proxy gave it, and says it in the answer. */
export function requestIds(request: Request, response: Response, next: NextFunction): void {
  const given = request.get('x-request-id')
  const id = given !== undefined && FORM.test(given) && comesByProxy(request) ? given : randomUUID()
  response.set('x-request-id', id)
  withRequestId(id, next)
}

/** Express looks at the peer by the setting TRUST_PROXY. */
function comesByProxy({ app, socket }: Request): boolean {
  const trusts = app.get('trust proxy fn') as (address: string, distance: number) => boolean
  return trusts(socket.remoteAddress ?? '', 0)
}
