import { Readable } from 'node:stream'
import { pipeline as pipe } from 'node:stream/promises'
import { Router } from 'express'
import type { Request, Response } from 'express'
import { AppError } from '../errors.ts'
import type { AuditFileFormat } from '../pipeline/audit-file.ts'
import type { AuditFilter } from '../store/audit-events.ts'
import type { ApiContext } from './context.ts'
import { signedIn } from './context.ts'
import { refuseForeignSite } from './foreign-origin.ts'
import { AuditResult } from './types/audit-type.ts'
import { holdRight } from './while-allowed.ts'

export interface AuditExportsOptions {
  /** How long a client may take nothing of what was sent before it is cut off. */
  stalledMs: number
  contextOf: (request: Request, response: Response) => Promise<ApiContext>
}

/**
 * `/exports/audit/events.csv` and `.jsonl`: the audit as a file, oldest first, with the filters of `auditEvents` in the query
 * string. What fails after the first byte breaks the transfer off, so that no file looks whole that is not. Failures before
 * it go on to whoever answers those of exports.
 */
export function serveAuditExports({ stalledMs, contextOf }: AuditExportsOptions): Router {
  const router = Router()
  router.get('/events.:format(csv|jsonl)', refuseForeignSite, (request, response, next) => {
    if (request.method === 'HEAD') return void response.status(405).set('allow', 'GET').end()
    send(request, response).catch(next)
  })
  return router

  async function send(request: Request, response: Response): Promise<void> {
    const gone = new AbortController()
    response.once('close', () => gone.abort())
    const context = await contextOf(request, response)
    response.once(
      'close',
      holdRight(context, () => response.destroy()),
    )
    const format = request.params.format as AuditFileFormat
    const filter = readFilter(request.query)
    const file = await context.pipeline.audit.export(signedIn(context), format, filter, gone.signal)
    response.set({
      'content-type': file.contentType,
      'content-disposition': `attachment; filename="${file.fileName}"`,
      'cache-control': 'no-store',
    })
    response.setTimeout(stalledMs, () => response.destroy())
    await pipe(Readable.from(file.chunks), response)
  }
}

function readFilter(query: Request['query']): AuditFilter {
  const text = (name: string) => {
    const value = query[name]
    if (value === undefined || value === '') return null
    if (typeof value === 'string') return value
    throw wrong(name)
  }
  const moment = (name: string) => {
    const given = text(name)
    const at = given === null ? null : new Date(given)
    if (at !== null && Number.isNaN(at.getTime())) throw wrong(name)
    return at
  }
  const result = text('result')
  if (result !== null && !Object.hasOwn(AuditResult, result)) throw wrong('result')
  return {
    ...{ actorId: text('actorId'), connectionId: text('connectionId'), subjectId: text('subjectId') },
    ...{ action: text('action'), result: result as AuditResult | null, search: text('search') },
    ...{ since: moment('since'), until: moment('until') },
  }
}

function wrong(name: string): AppError {
  return new AppError('INPUT_INVALID', `The parameter ${name} cannot be read`, {
    hints: ['Give it once; times as 2026-03-01T10:00:00Z'],
  })
}
