/**
 * HTTP and sockets: the API at /graphql (POST, GraphiQL on GET, WebSocket) and /graphql/stream (Server-Sent Events), /exports, /healthz and /readyz, security headers and
 * the origin check. The pages are mounted on top by main.ts, which gets a way to run documents as the caller.
 */
import type http from 'node:http'
import { ApolloServer } from '@apollo/server'
import type { ApolloServerPlugin } from '@apollo/server'
import { expressMiddleware } from '@as-integrations/express4'
import express from 'express'
import type { ErrorRequestHandler, Express, NextFunction, Request, Response } from 'express'
import { GraphQLError, OperationTypeNode } from 'graphql'
import type { GraphQLFormattedError } from 'graphql'
import type { Logger } from 'pino'
import { AppError } from '../errors.ts'
import { answerFailure } from './answer-failure.ts'
import { callerAddress } from './caller-address.ts'
import type { ApiContext, Services } from './context.ts'
import type { FormatError } from './format-error.ts'
import { allowsOrigin, refuseForeignOrigin } from './foreign-origin.ts'
import { graphiqlFiles, graphiqlPage } from './graphiql-page.ts'
import { closeHttpServer, createHttpServer } from './http-server.ts'
import type { HttpLimits } from './http-server.ts'
import type { Metrics } from './metrics/registry.ts'
import { serveMetrics } from './metrics/serve-metrics.ts'
import type { MetricsAccess } from './metrics/serve-metrics.ts'
import { createOpenCounts } from './open-counts.ts'
import { createDocumentReader } from './read-document.ts'
import type { DocumentRules } from './read-document.ts'
import { currentRequestId, requestIds } from './request-id.ts'
import { createSchema } from './schema.ts'
import { executeAs } from './execute-as.ts'
import type { ExecuteDocument } from './execute-as.ts'
import { createRowSlots } from './row-slot.ts'
import { nonceOf, securityHeaders } from './security-headers.ts'
import { serveEventStream } from './serve-event-stream.ts'
import { serveExports } from './serve-exports.ts'
import { originOf, serveOAuth } from './serve-oauth.ts'
import { serveHealth } from './serve-health.ts'
import { serveSockets } from './serve-sockets.ts'
import { watchRequests } from './watch-requests.ts'

export interface ApiServerOptions {
  services: Services
  formatError: FormatError
  log: Pick<Logger, 'info'>
  metrics: Metrics
  metricsAccess: MetricsAccess
  http: HttpLimits
  documents: Omit<DocumentRules, 'schema'> & { graphiql: boolean }
  sockets: { perUser: number; perAddress: number; operationsPerSocket: number; subscriptionsPerUser: number }
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
  /** The last word on what nobody has answered. */
  answerFailure: ErrorRequestHandler
  httpServer: http.Server
  pageContext(request: Request, response: Response): Promise<PageContext>
  close(): Promise<void>
}

export async function createApiServer(options: ApiServerOptions): Promise<ApiServer> {
  const { services, formatError, publicOrigins, development, metrics } = options
  const schema = createSchema()
  const app = express()
  const httpServer = createHttpServer(app, options.http)
  let isEnding = false
  app.disable('x-powered-by')
  if (options.trustProxy !== null) app.set('trust proxy', proxySetting(options.trustProxy))
  app.use(
    requestIds,
    watchRequests(options.log, metrics),
    securityHeaders({ development, https: publicOrigins.every(origin => origin.startsWith('https:')) }),
    refuseForeignOrigin(publicOrigins, formatError),
    serveHealth({ isReady: options.isReady, isEnding: () => isEnding }),
  )
  app.get('/metrics', serveMetrics(metrics, options.metricsAccess))

  async function contextOf(
    request: http.IncomingMessage,
    address: string,
    setCookie: ApiContext['setCookie'],
    /** What a socket was opened with counts before its headers. */
    override: { authorization?: unknown } = {},
  ) {
    const { cookie, authorization } = { ...request.headers, ...override }
    const caller = await services.accounts.identify({ cookie, authorization, address })
    if (caller?.cookie) setCookie(caller.cookie)
    return {
      ...services,
      user: caller?.user ?? null,
      credential: caller?.credential ?? null,
      address,
      userAgent: request.headers['user-agent'] ?? '',
      origin: originOf(publicOrigins, request),
      publicOrigins,
      requestId: currentRequestId() ?? '',
      setCookie,
    }
  }

  const apollo = new ApolloServer<ApiContext>({
    schema,
    introspection: options.documents.introspection,
    hideSchemaDetailsFromClientErrors: !options.documents.introspection,
    // A document comes with each request, and one at a time.
    persistedQueries: false,
    allowBatchedHttpRequests: false,
    // main.ts ends the process, in order.
    stopOnTerminationSignals: false,
    includeStacktraceInErrorResponses: false,
    parseOptions: { maxTokens: options.documents.maxTokens },
    formatError: (_formatted: GraphQLFormattedError, error: unknown) => formatError(error),
    // Browsers that cannot be made to send another origin's JSON need no further check: see refuseForeignOrigin.
    csrfPrevention: true,
    plugins: [refuseSubscriptions],
  })
  await apollo.start()
  const rowSlot = createRowSlots()
  const documents = createDocumentReader({ ...options.documents, schema })
  const subscriptions = createOpenCounts(options.sockets.subscriptionsPerUser)
  const perAddress = createOpenCounts(options.sockets.perAddress)
  metrics.gauge('lovable_sockets_open', 'Open WebSockets.', () => perAddress.total())
  metrics.gauge('lovable_operations_open', 'Operations open on streams.', () => subscriptions.total())
  const readBody = express.json({ limit: options.http.maxBodyBytes })
  app.use('/graphiql', graphiqlFiles(options.root))
  app.get('/graphql', (request, response, next) => {
    // A query in an address would be in logs and histories.
    if (!options.documents.graphiql || !request.accepts('html')) {
      return void response.status(405).set('allow', 'POST').type('text').send('Send a POST')
    }
    const { cookie } = request.headers
    const asking = { cookie, authorization: undefined, address: request.ip ?? '' }
    services.accounts.identify(asking).then(caller => {
      if (caller) response.type('html').send(graphiqlPage(nonceOf(response)))
      else response.redirect('/sign-in?next=/graphql')
    }, next)
  })
  const contextOfRequest = (request: Request, response: Response) =>
    contextOf(request, request.ip ?? '', cookie => void response.append('Set-Cookie', cookie))
  app.use('/sign-in', serveOAuth({ formatError, publicOrigins, contextOf: contextOfRequest }))
  /** What would go on without an end: it is ended with the server. */
  const endless = new Set<Response>()
  app.use(['/exports', '/graphql/stream'], (_request, response, next) => {
    endless.add(response)
    response.once('close', () => endless.delete(response))
    next()
  })
  app.use(
    '/exports',
    serveExports({ formatError, stalledMs: options.streaming.stalledMs, contextOf: contextOfRequest }),
  )
  app.post(
    '/graphql/stream',
    readBody,
    serveEventStream({
      ...{ schema, documents },
      formatError,
      subscriptions,
      stalledMs: options.streaming.stalledMs,
      contextOf: async (request, response) => ({
        ...(await contextOfRequest(request, response)),
        rowSlot: rowSlot(),
      }),
    }),
  )
  app.use(
    '/graphql',
    readBody,
    (request: Request, _response: Response, next: NextFunction) => {
      const { query, variables } = (request.body ?? {}) as {
        query?: unknown
        variables?: Record<string, unknown>
      }
      // Apollo validates before anything of ours is asked.
      if (typeof query === 'string') documents.parse(query, variables)
      next()
    },
    expressMiddleware(apollo, {
      context: ({ req, res }) => contextOfRequest(req, res).catch(refuseUnknown),
    }),
    answerFailure(formatError),
  )

  const closeSockets = serveSockets({
    ...{ schema, documents },
    ...options.streaming,
    httpServer,
    formatError,
    maxBytes: options.http.maxBodyBytes,
    allows: origin => allowsOrigin(publicOrigins, origin),
    development,
    addressOf: request => callerAddress(app, request),
    perAddress,
    perUser: createOpenCounts(options.sockets.perUser),
    operationsPerSocket: options.sockets.operationsPerSocket,
    subscriptions,
    contextOf: async (request, params) => ({
      ...(await contextOf(request, callerAddress(app, request), () => {}, tokenIn(params))),
      rowSlot: rowSlot(),
    }),
  })

  return {
    app,
    answerFailure: answerFailure(formatError),
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
      isEnding = true
      await closeSockets()
      for (const response of endless) response.destroy()
      await closeHttpServer(httpServer, development ? 0 : options.http.shutdownMs)
      await apollo.stop()
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

/** Apollo Server takes whatever keeps a context from being made for a fault of ours, unless it is told the status. */
function refuseUnknown(error: unknown): never {
  if (!(error instanceof AppError) || error.code !== 'UNAUTHENTICATED') throw error
  throw new GraphQLError(error.message, { originalError: error, extensions: { http: { status: 401 } } })
}

/** A socket that was opened without one is known by its cookie. */
function tokenIn(params: Readonly<Record<string, unknown>> | undefined): { authorization?: unknown } {
  return params && 'authorization' in params ? { authorization: params.authorization } : {}
}

/** Express takes numbers and booleans besides lists of addresses. */
function proxySetting(text: string): string | number | boolean {
  if (text === 'true' || text === 'false') return text === 'true'
  return /^\d+$/.test(text) ? Number(text) : text
}
