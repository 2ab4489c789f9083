import type http from 'node:http'
import { Router } from 'express'
import type { NextFunction, Request, Response } from 'express'
import { ATTEMPT_COOKIE, attemptCookie } from './attempt-cookie.ts'
import type { ApiContext } from './context.ts'
import { refuseForeignSite } from './foreign-origin.ts'
import type { FormatError } from './format-error.ts'

export interface OAuthRoutesOptions {
  formatError: FormatError
  publicOrigins: readonly string[]
  contextOf: (request: Request, response: Response) => Promise<ApiContext>
}

/**
 * `/sign-in/<provider>` sends the browser there, `/sign-in/<provider>/callback` is where it comes back to. What goes wrong
 * is told on the page that it came from, by a code in the address that this page turns into words.
 */
export function serveOAuth(options: OAuthRoutesOptions): Router {
  const router = Router()

  /** Back to where people sign in, or to the profile where an account was to be linked. */
  function tell(error: unknown, user: ApiContext['user'], response: Response): void {
    const code = String(options.formatError(error).extensions?.code)
    const page = user === null ? '/sign-in' : '/profile'
    response.redirect(`${page}?problem=${encodeURIComponent(code)}`)
  }

  /** What goes wrong is told, so nothing is left to be caught but what telling it throws. */
  const answer =
    (work: Work) =>
    (request: Request, response: Response, next: NextFunction): void => {
      void respond(work, request, response, next).catch(next)
    }

  async function respond(
    work: Work,
    request: Request,
    response: Response,
    next: NextFunction,
  ): Promise<void> {
    // The address of the way back holds a code: nobody is to learn it, and nothing to keep it.
    response.set({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' })
    let user: ApiContext['user'] = null
    try {
      const context = await options.contextOf(request, response)
      user = context.user
      if (context.oauth.providers.every(({ id }) => id !== request.params.provider)) return next()
      response.redirect(await work(context, request, response))
    } catch (error) {
      tell(error, user, response)
    }
  }

  // Another site can send people to the provider, but not by our address.
  router.get(
    '/:provider',
    (request, response, next) => {
      refuseForeignSite(request, response, (error?: unknown) =>
        error ? response.redirect('/sign-in') : next(),
      )
    },
    answer(async ({ oauth, origin, address }, request, response) => {
      const { provider = '' } = request.params
      const { url, secret } = await oauth.begin(provider, {
        ...{ redirectUri: callbackOf(origin, provider), address },
        returnTo: textIn(request, 'next'),
      })
      response.append('Set-Cookie', attemptCookie(secret, options.publicOrigins))
      return url
    }),
  )
  router.get(
    '/:provider/callback',
    answer(async ({ oauth, user, address, userAgent }, request, response) => {
      response.append('Set-Cookie', attemptCookie(null, options.publicOrigins))
      const { path, cookie } = await oauth.finish(
        request.params.provider ?? '',
        {
          secret: secretIn(request.headers.cookie),
          state: textIn(request, 'state'),
          code: textIn(request, 'code'),
          error: textIn(request, 'error'),
          iss: textIn(request, 'iss'),
        },
        { current: user, address, userAgent },
      )
      if (cookie !== null) response.append('Set-Cookie', cookie)
      return path
    }),
  )
  return router
}

/** Answers where the browser is to go. */
type Work = (context: ApiContext, request: Request, response: Response) => Promise<string>

/** Registered at the provider, letter by letter. */
export function callbackOf(origin: string, provider: string): string {
  return `${origin}/sign-in/${provider}/callback`
}

/** Cookies are for the host that the browser sees; a name that is none of ours counts as the first of them. */
export function originOf(publicOrigins: readonly string[], { headers }: http.IncomingMessage): string {
  const [first = ''] = publicOrigins
  return publicOrigins.find(origin => new URL(origin).host === headers.host) ?? first
}

function secretIn(cookies: string | undefined): string | null {
  const pairs = (cookies ?? '').split(';').map(pair => pair.trim().split('='))
  return pairs.find(([name]) => ATTEMPT_COOKIE.test(name ?? ''))?.[1] ?? null
}

/** A parameter that is given twice is none. */
function textIn({ query }: Request, name: string): string | null {
  const value = query[name]
  return typeof value === 'string' ? value : null
}
