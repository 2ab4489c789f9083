import compression from 'compression'
import { Router } from 'express'
import type { NextFunction, Request, Response } from 'express'
import { AppError } from '../errors.ts'
import type { ExportFormat } from '../execute/execute.ts'
import { requireMay } from '../permissions.ts'
import type { ApiContext } from './context.ts'
import { signedIn } from './context.ts'
import { refuseForeignSite } from './foreign-origin.ts'
import type { FormatError } from './format-error.ts'
import { serveAuditExports } from './serve-audit-exports.ts'
import { watchClient } from './watch-client.ts'
import { holdRight } from './while-allowed.ts'

export interface ExportsOptions {
  formatError: FormatError
  /** How long a client may take nothing of what was sent before it is cut off. */
  stalledMs: number
  contextOf: (request: Request, response: Response) => Promise<ApiContext>
}

const FILE = /^(?<queryId>[^./]+)\.(?<format>csv|json|ndjson)$/
const LONGEST_NULL_TEXT = 20

const STATUS: Readonly<Record<string, number>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  INPUT_INVALID: 400,
  RUN_HASH_MISMATCH: 409,
  RUN_NEEDS_CONFIRMATION: 409,
  GUARD_REFUSED: 422,
  RUN_TOO_EXPENSIVE: 422,
  EXPORT_TOO_MANY: 429,
  INTERNAL: 500,
  STORE_UNAVAILABLE: 503,
  RUN_CANCELLED: 503,
  RUN_TIME_LIMIT: 504,
}

/**
 * `/exports/<query id>.csv`, `.json` and `.ndjson` with the query's `sqlHash` in the query string: its complete result,
 * read anew. What fails before the first row is answered as a problem; after it, the transfer is broken off, so that no
 * file looks whole that is not.
 */
export function serveExports(options: ExportsOptions): Router {
  const router = Router()
  router.use('/audit', serveAuditExports(options))
  router.get('/:file', refuseForeignSite, compression({ filter: () => true }), (request, response, next) => {
    // Express answers HEAD by GET, which would run the whole query for nothing.
    if (request.method === 'HEAD') return void response.status(405).set('allow', 'GET').end()
    // Our own pages open it in a frame: what is no file is read there, and shown where the link was.
    response.set('content-security-policy', "default-src 'none'; frame-ancestors 'self'")
    send(options, request, response).catch(next)
  })
  router.use((error: unknown, request: Request, response: Response, _next: NextFunction) => {
    const formatted = options.formatError(error)
    if (response.headersSent || response.destroyed) return void response.destroy()
    const { code, hints } = formatted.extensions as { code: string; hints: readonly string[] }
    response.status(STATUS[code] ?? 502)
    // A person who has followed a link reads words, a page of ours too: the message, a hint a line, at last the code. A
    // script reads what GraphQL would answer.
    if (request.accepts(['json', 'html']) === 'html') {
      response.type('text').send([formatted.message, ...hints, code].join('\n'))
    } else {
      response.json({ errors: [formatted] })
    }
  })
  return router
}

async function send(options: ExportsOptions, request: Request, response: Response): Promise<void> {
  const gone = new AbortController()
  response.once('close', () => gone.abort())
  const context = await options.contextOf(request, response)
  const user = signedIn(context)
  requireMay(user, 'ASK')
  response.once(
    'close',
    holdRight(context, () => response.destroy()),
  )
  const file = await context.pipeline.export(user, readRequest(request), gone.signal)
  response.set({
    'content-type': file.contentType,
    'content-disposition': saveAs(file.fileName),
    'cache-control': 'no-store',
  })
  const taken = watchClient(response, options.stalledMs)
  for await (const chunk of file.chunks) {
    if (response.destroyed || (!response.write(chunk) && !(await taken()))) return
  }
  response.end()
}

/** RFC 6266, with the name in ASCII for old readers; Express would send `ö` as a byte of Latin 1, which not all take. */
function saveAs(fileName: string): string {
  const ascii = fileName.replace(/[^\x20-\x7e]|["\\]/gu, '_')
  const encoded = encodeURIComponent(fileName).replace(
    /['()*]/g,
    character => `%${character.charCodeAt(0).toString(16)}`,
  )
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`
}

function readRequest({ params, query }: Request) {
  const { queryId = '', format = '' } = FILE.exec(params.file ?? '')?.groups ?? {}
  if (queryId === '') {
    throw new AppError('NOT_FOUND', 'There is no such file', {
      hints: ['An export is named after a query and ends in .csv, .json or .ndjson'],
    })
  }
  const nullText = textIn(query, 'null')
  if (nullText.length > LONGEST_NULL_TEXT || /[\r\n",]/.test(nullText)) {
    throw new AppError('INPUT_INVALID', 'NULL cannot be written like that', {
      hints: [`Take at most ${LONGEST_NULL_TEXT} characters without a line break, a quote or a comma`],
    })
  }
  return {
    queryId,
    sqlHash: textIn(query, 'sqlHash'),
    format: format as ExportFormat,
    csv: { nullText, guardFormulas: choiceIn(query, 'formulas', ['keep', 'guard']) === 'guard' },
    confirmed: choiceIn(query, 'confirmed', ['false', 'true']) === 'true',
  }
}

type Parameters = Request['query']

function textIn(query: Parameters, name: string): string {
  const value = query[name] ?? ''
  if (typeof value === 'string') return value
  throw new AppError('INPUT_INVALID', `The parameter ${name} is given more than once`, {
    hints: ['Give it once'],
  })
}

/** The first choice when nothing is given. */
function choiceIn<Choice extends string>(
  query: Parameters,
  name: string,
  choices: readonly [Choice, ...Choice[]],
): Choice {
  const text = textIn(query, name)
  const choice = text === '' ? choices[0] : choices.find(known => known === text)
  if (choice !== undefined) return choice
  throw new AppError('INPUT_INVALID', `The parameter ${name} cannot be ${text.slice(0, 40)}`, {
    hints: [`Take ${choices.join(' or ')}`],
  })
}
