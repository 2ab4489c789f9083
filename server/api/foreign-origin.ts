import type { NextFunction, Request, RequestHandler, Response } from 'express'
import { AppError } from '../errors.ts'
import type { FormatError } from './format-error.ts'

const SAFE_METHODS: readonly string[] = ['GET', 'HEAD', 'OPTIONS']

/** A missing origin is a script, not a browser; a browser sends one with every POST and every socket. */
export function allowsOrigin(publicOrigins: readonly string[], origin: string | undefined): boolean {
  return origin === undefined || publicOrigins.includes(origin)
}

/**
 * No page of another origin gets anything done here, forms of our own pages included: FORBIDDEN, whatever cookies came
 * along. A page of ours sandboxed into the origin `null` is none of ours.
 */
export function refuseForeignOrigin(
  publicOrigins: readonly string[],
  formatError: FormatError,
): RequestHandler {
  return (request: Request, response: Response, next: NextFunction): void => {
    const { origin } = request.headers
    const isOwn = origin === undefined ? !comesFromElsewhere(request) : allowsOrigin(publicOrigins, origin)
    if (isOwn || SAFE_METHODS.includes(request.method)) return next()
    response.status(403).json({ errors: [formatError(foreign())] })
  }
}

/** For a GET that is work: links, images and frames of other sites carry no `Origin`, but browsers say where they are. */
export function refuseForeignSite(request: Request, _response: Response, next: NextFunction): void {
  next(comesFromElsewhere(request) ? foreign() : undefined)
}

/** Fetch Metadata: absent for scripts and old browsers, `none` for what a person has typed or bookmarked. */
function comesFromElsewhere({ headers }: Request): boolean {
  const site = headers['sec-fetch-site']
  return site !== undefined && site !== 'same-origin' && site !== 'none'
}

function foreign(): AppError {
  return new AppError('FORBIDDEN', 'This page may not call this server', {
    hints: ["An administrator lists the origins of the server's own pages in PUBLIC_URL"],
  })
}
