import { Router } from 'express'

export interface HealthOptions {
  /** Rejects while requests cannot be answered. */
  isReady: () => Promise<void>
  isEnding: () => boolean
}

/** `/healthz`: the process answers. `/readyz`: it should be sent requests: its store answers, and it is not about to end. */
export function serveHealth({ isReady, isEnding }: HealthOptions): Router {
  const router = Router()
  router.get('/healthz', (_request, response) => void response.type('text').send('ok'))
  router.get('/readyz', (_request, response, next) => {
    if (isEnding()) return void response.status(503).type('text').send('the server is about to end')
    isReady()
      .then(
        () => response.type('text').send('ready'),
        () => response.status(503).type('text').send('the store does not answer'),
      )
      .catch(next)
  })
  return router
}
