import { once } from 'node:events'
import compression from 'compression'
import { Router } from 'express'
import type { NextFunction, Request, Response } from 'express'
import { AppError } from '../errors.ts'
import type { ExportFormat } from '../execute/execute.ts'
import type { ApiContext } from './context.ts'
import { signedIn } from './context.ts'
import type { FormatError } from './format-error.ts'

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
}

/**
 * `/exports/<query id>.csv`, `.json` and `.ndjson` with the query's `sqlHash` in the query string: its complete result,
 * read anew. What fails before the first row is answered as a problem; after it, the transfer is broken off, so that no
 * file looks whole that is not.
 */
export function serveExports(options: ExportsOptions): Router {
  const router = Router()
  router.get('/:file', compression({ filter: () => true }), (request, response, next) => {
    // Express answers HEAD by GET, which would run the whole query for nothing.
    if (request.method === 'HEAD') return void response.status(405).set('allow', 'GET').end()
    send(options, request, response).catch(next)
  })
  router.use((error: unknown, request: Request, response: Response, _next: NextFunction) => {
    const formatted = options.formatError(error)
    if (response.headersSent) return void response.destroy()
    const { code, hints } = formatted.extensions as { code: string; hints: readonly string[] }
    response.status(STATUS[code] ?? 502)
    // A person who has followed a link reads words; a script reads what GraphQL would answer.
    if (request.accepts(['json', 'html']) === 'html') {
      response.type('text').send([formatted.message, ...hints].join('\n'))
    } else {
      response.json({ errors: [formatted] })
    }
  })
  return router
}

async function send(options: ExportsOptions, request: Request, response: Response): Promise<void> {
  const context = await options.contextOf(request, response)
  const user = signedIn(context)
  const { fileName, contentType, chunks } = await context.pipeline.export(user, readRequest(request))
  // Whoever has gone meanwhile has not seen the iterator: then nobody else would end it.
  response.once('close', () => void chunks.return?.())
  if (response.closed) return void (await chunks.return?.())
  response.attachment(fileName).set({ 'content-type': contentType, 'cache-control': 'no-store' })
  for await (const chunk of chunks) {
    if (!response.write(chunk)) await taken(response, options.stalledMs)
    if (response.destroyed) return
  }
  response.end()
}

/** Resolves when the client has taken what was written, or is gone; cuts off one that takes too long. */
async function taken(response: Response, patienceMs: number): Promise<void> {
  const tooLong = setTimeout(() => response.destroy(), patienceMs)
  const over = new AbortController()
  const options = { signal: over.signal }
  await Promise.race([once(response, 'drain', options), once(response, 'close', options)]).catch(
    () => undefined,
  )
  over.abort()
  clearTimeout(tooLong)
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
