/**
 * HTTP and sockets: the API at /graphql (POST, GraphiQL on GET, WebSocket) and /graphql/stream (Server-Sent Events), /exports, /healthz and /readyz, security headers and
 * the origin check. The pages are mounted on top by main.ts, which gets a way to run documents as the caller.
 */
import { randomBytes } from 'node:crypto'
import http from 'node:http'
import { ApolloServer } from '@apollo/server'
import type { ApolloServerPlugin } from '@apollo/server'
import { expressMiddleware } from '@as-integrations/express4'
import express from 'express'
import type { Express, Request, Response } from 'express'
import { OperationTypeNode } from 'graphql'
import type { GraphQLFormattedError } from 'graphql'
import helmet from 'helmet'
import { AppError } from '../errors.ts'
import { answerFailure } from './answer-failure.ts'
import type { ApiContext, Services } from './context.ts'
import type { FormatError } from './format-error.ts'
import { graphiqlFiles, graphiqlPage } from './graphiql-page.ts'
import { createSchema } from './schema.ts'
import { executeAs } from './execute-as.ts'
import type { ExecuteDocument } from './execute-as.ts'
import { createRowSlots } from './row-slot.ts'
import { serveEventStream } from './serve-event-stream.ts'
import { serveExports } from './serve-exports.ts'
import { serveSockets } from './serve-sockets.ts'

/** Bytes of a request body. */
const MAX_BODY = 1_000_000
const MAX_TOKENS = 5000

export interface ApiServerOptions {
  services: Services
  formatError: FormatError
  /** Origins that browsers may call from. */
  publicOrigins: readonly string[]
  /** Express's values; null: no proxy is trusted. */
  trustProxy: string | null
  /** The project's folder, for GraphiQL's files. */
  root: string
  development: boolean
  streaming: {
    /** permessage-deflate on sockets. */
    compression: boolean
    /** How long a client may take nothing of what was sent before it is cut off; a run ends by itself earlier. */
    stalledMs: number
  }
  isReady: () => Promise<void>
}

/** What a page needs of this server to answer one request. */
export interface PageContext {
  execute: ExecuteDocument
  cspNonce: string
  /** Filled while documents run, e.g. with Set-Cookie. */
  responseHeaders: Headers
}

export interface ApiServer {
  app: Express
  httpServer: http.Server
  pageContext(request: Request, response: Response): Promise<PageContext>
  close(): Promise<void>
}

export async function createApiServer(options: ApiServerOptions): Promise<ApiServer> {
  const { services, formatError, publicOrigins } = options
  const schema = createSchema()
  const app = express()
  const httpServer = http.createServer(app)
  app.disable('x-powered-by')
  if (options.trustProxy !== null) app.set('trust proxy', proxySetting(options.trustProxy))
  app.use(nonce, securityHeaders(options.development))

  app.get('/healthz', (_request, response) => void response.type('text').send('ok'))
  app.get('/readyz', (_request, response, next) => {
    options
      .isReady()
      .then(
        () => response.type('text').send('ready'),
        () => response.status(503).type('text').send('the store does not answer'),
      )
      .catch(next)
  })

  async function contextOf(
    request: http.IncomingMessage,
    address: string,
    setCookie: ApiContext['setCookie'],
  ) {
    const caller = await services.accounts.identify(request.headers.cookie)
    if (caller?.cookie) setCookie(caller.cookie)
    return {
      ...services,
      user: caller?.user ?? null,
      sessionId: caller?.sessionId ?? null,
      address,
      setCookie,
    }
  }

  const apollo = new ApolloServer<ApiContext>({
    schema,
    introspection: true,
    // main.ts ends the process, in order.
    stopOnTerminationSignals: false,
    includeStacktraceInErrorResponses: false,
    parseOptions: { maxTokens: MAX_TOKENS },
    formatError: (_formatted: GraphQLFormattedError, error: unknown) => formatError(error),
    // Browsers that cannot be made to send another origin's JSON need no further check: see refuseForeignOrigin.
    csrfPrevention: true,
    plugins: [refuseSubscriptions],
  })
  await apollo.start()
  const rowSlot = createRowSlots()
  const documents = { schema, maxTokens: MAX_TOKENS }
  app.use('/graphiql', graphiqlFiles(options.root))
  app.get('/graphql', (request, response, next) => {
    if (!request.accepts('html')) return next()
    services.accounts.identify(request.headers.cookie).then(caller => {
      if (caller) response.type('html').send(graphiqlPage(nonceOf(response)))
      else response.redirect('/sign-in?next=/graphql')
    }, next)
  })
  const contextOfRequest = (request: Request, response: Response) =>
    contextOf(request, request.ip ?? '', cookie => void response.append('Set-Cookie', cookie))
  app.use(
    '/exports',
    serveExports({ formatError, stalledMs: options.streaming.stalledMs, contextOf: contextOfRequest }),
  )
  app.post(
    '/graphql/stream',
    refuseForeignOrigin(publicOrigins, formatError),
    express.json({ limit: MAX_BODY }),
    serveEventStream({
      ...documents,
      formatError,
      stalledMs: options.streaming.stalledMs,
      contextOf: async (request, response) => ({
        ...(await contextOfRequest(request, response)),
        rowSlot: rowSlot(),
      }),
    }),
    answerFailure(formatError),
  )
  app.use(
    '/graphql',
    refuseForeignOrigin(publicOrigins, formatError),
    express.json({ limit: MAX_BODY }),
    expressMiddleware(apollo, {
      context: ({ req, res }) => contextOfRequest(req, res),
    }),
    answerFailure(formatError),
  )

  const closeSockets = serveSockets({
    ...documents,
    ...options.streaming,
    httpServer,
    formatError,
    maxBytes: MAX_BODY,
    allows: origin => allows(publicOrigins, origin),
    development: options.development,
    contextOf: async request => ({
      ...(await contextOf(request, request.socket.remoteAddress ?? '', () => {})),
      rowSlot: rowSlot(),
    }),
  })

  return {
    app,
    httpServer,
    async pageContext(request, response) {
      const responseHeaders = new Headers()
      const context = contextOf(request, request.ip ?? '', cookie =>
        responseHeaders.append('Set-Cookie', cookie),
      )
      return {
        execute: await executeAs(schema, context, formatError),
        cspNonce: nonceOf(response),
        responseHeaders,
      }
    },
    async close() {
      await closeSockets()
      await apollo.stop()
      const closed = new Promise<void>(resolve => httpServer.close(() => resolve()))
      httpServer.closeAllConnections()
      await closed
    },
  }
}

/** Over POST there is one answer: a subscription would end in a field without a value. */
const refuseSubscriptions: ApolloServerPlugin<ApiContext> = {
  requestDidStart: () =>
    Promise.resolve({
      didResolveOperation({ operation }) {
        if (operation?.operation !== OperationTypeNode.SUBSCRIPTION) return Promise.resolve()
        throw new AppError('INPUT_INVALID', 'Subscriptions are answered by streams, not over POST', {
          hints: [
            'Connect to the same path by WebSocket, with the protocol graphql-transport-ws',
            'Or send the same request to /graphql/stream, which answers with Server-Sent Events',
          ],
        })
      },
    }),
}

function nonce(_request: Request, response: Response, next: () => void): void {
  response.locals.nonce = randomBytes(16).toString('base64')
  next()
}

function nonceOf(response: Response): string {
  return String(response.locals.nonce)
}

/** Scripts and connections of our own origin only; in development Vite injects scripts and a socket of its own. */
function securityHeaders(development: boolean) {
  return helmet({
    contentSecurityPolicy: development
      ? false
      : {
          useDefaults: false,
          directives: {
            defaultSrc: ["'self'"],
            scriptSrc: ["'self'", (_request, response) => `'nonce-${nonceOf(response as Response)}'`],
            styleSrc: ["'self'", "'unsafe-inline'"],
            imgSrc: ["'self'", 'data:'],
            fontSrc: ["'self'", 'data:'],
            connectSrc: ["'self'"],
            objectSrc: ["'none'"],
            baseUri: ["'none'"],
            formAction: ["'self'"],
            frameAncestors: ["'none'"],
          },
        },
    // `no-referrer` would make browsers send `Origin: null` with our own forms.
    referrerPolicy: { policy: 'same-origin' },
    strictTransportSecurity: false,
    crossOriginEmbedderPolicy: false,
  })
}

/** A missing origin is a script, not a browser; a browser sends one with every POST. */
function allows(publicOrigins: readonly string[], origin: string | undefined): boolean {
  return origin === undefined || publicOrigins.includes(origin)
}

function refuseForeignOrigin(publicOrigins: readonly string[], formatError: FormatError) {
  return (request: Request, response: Response, next: () => void): void => {
    if (allows(publicOrigins, request.headers.origin)) return next()
    const refusal = new AppError('FORBIDDEN', 'This page may not call this server', {
      hints: ["An administrator lists the origins of the server's own pages in PUBLIC_URL"],
    })
    response.status(403).json({ errors: [formatError(refusal)] })
  }
}

/** Express takes numbers and booleans besides lists of addresses. */
function proxySetting(text: string): string | number | boolean {
  if (text === 'true' || text === 'false') return text === 'true'
  return /^\d+$/.test(text) ? Number(text) : text
}
