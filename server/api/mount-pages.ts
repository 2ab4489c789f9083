import path from 'node:path'
import { createRequestHandler } from '@remix-run/express'
import type { AppLoadContext, ServerBuild } from '@remix-run/node'
import compression from 'compression'
import express from 'express'
import type { Express, Request, Response } from 'express'
import { limitBody } from './http-server.ts'
import type { PageContext } from './server.ts'

export interface PageOptions {
  app: Express
  /** The last word on what nobody has answered. */
  answerFailure: express.ErrorRequestHandler
  /** Of what forms post. */
  maxBodyBytes: number
  /** The project's folder. */
  root: string
  pageContext: (request: Request, response: Response) => Promise<PageContext>
  /** Vite's middleware and module loader in development; null serves what was built. */
  vite: DevelopmentPages | null
}

export interface DevelopmentPages {
  middleware: express.RequestHandler
  loadBuild: () => Promise<ServerBuild>
}

/** The web pages at every path that nothing else has answered. */
export async function mountPages(options: PageOptions): Promise<void> {
  const { app, root, pageContext, vite } = options
  app.use(compression())
  if (vite) {
    app.use(vite.middleware)
  } else {
    const client = path.join(root, 'build', 'client')
    // File names there hold a hash of what is in them.
    app.use('/assets', express.static(path.join(client, 'assets'), { immutable: true, maxAge: '1y' }))
    app.use(express.static(client, { maxAge: '1h' }))
  }
  const build = vite
    ? vite.loadBuild
    : ((await import(path.join(root, 'build/server-app/pages.js'))) as ServerBuild)
  const handle = createRequestHandler({
    build,
    async getLoadContext(request, response): Promise<AppLoadContext> {
      const { execute, cspNonce, responseHeaders } = await pageContext(request, response)
      return { graphql: { execute }, cspNonce, responseHeaders }
    },
  })
  app.all('*', limitBody(options.maxBodyBytes), (request, response, next) => {
    // Pages show what one person may see.
    response.set('cache-control', 'private, no-store')
    void handle(request, response, next)
  })
  app.use(options.answerFailure)
}
