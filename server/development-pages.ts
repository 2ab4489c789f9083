import type http from 'node:http'
import type { ServerBuild } from '@remix-run/node'
import type { DevelopmentPages } from './api/mount-pages.ts'

/** Vite in this process, so that pages change while they are looked at. Its socket shares the server's port. */
export async function startDevelopmentPages(httpServer: http.Server): Promise<DevelopmentPages> {
  const { createServer } = await import('vite')
  const vite = await createServer({
    server: { middlewareMode: true, hmr: { server: httpServer } },
    appType: 'custom',
  })
  return {
    middleware: vite.middlewares,
    loadBuild: async () => (await vite.ssrLoadModule('virtual:remix/server-build')) as ServerBuild,
  }
}
