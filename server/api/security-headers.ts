import { randomBytes } from 'node:crypto'
import type { NextFunction, Request, Response } from 'express'
import helmet from 'helmet'

export interface SecurityHeaderOptions {
  /** Vite injects scripts and a socket of its own into pages. */
  development: boolean
  /** True when browsers come over HTTPS only. */
  https: boolean
}

const SELF = "'self'"
const NONE = "'none'"

/** In a year browsers come by HTTPS without having been told again. */
const HSTS_SECONDS = 365 * 86_400

/**
 * Scripts, connections, fonts and pictures of our own origin only, inline scripts by a nonce of each answer, no frames, no
 * plugins, no eval. Styles may be inline: editors and virtual lists position what they show by attributes.
 */
export function securityHeaders({ development, https }: SecurityHeaderOptions) {
  const headers = helmet({
    contentSecurityPolicy: development
      ? false
      : {
          useDefaults: false,
          directives: {
            defaultSrc: [NONE],
            scriptSrc: [SELF, (_request, response) => `'nonce-${nonceOf(response as Response)}'`],
            scriptSrcAttr: [NONE],
            styleSrc: [SELF, "'unsafe-inline'"],
            imgSrc: [SELF, 'data:'],
            fontSrc: [SELF, 'data:'],
            connectSrc: [SELF],
            // Our own exports open in one, to show what went wrong where the link was.
            frameSrc: [SELF],
            manifestSrc: [SELF],
            objectSrc: [NONE],
            baseUri: [NONE],
            formAction: [SELF],
            frameAncestors: [NONE],
          },
        },
    // `no-referrer` would make browsers send `Origin: null` with our own forms.
    referrerPolicy: { policy: 'same-origin' },
    strictTransportSecurity: https && { maxAge: HSTS_SECONDS, includeSubDomains: false },
    crossOriginEmbedderPolicy: false,
  })
  return (request: Request, response: Response, next: NextFunction): void => {
    response.locals.nonce = randomBytes(16).toString('base64')
    response.set('permissions-policy', 'camera=(), microphone=(), geolocation=(), payment=(), usb=()')
    headers(request, response, next)
  }
}

/** Of the Content-Security-Policy of this answer. */
export function nonceOf(response: Response): string {
  return String(response.locals.nonce)
}
