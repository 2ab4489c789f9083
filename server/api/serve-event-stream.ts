import type { Request, RequestHandler, Response } from 'express'
import { execute, getOperationAST, GraphQLError, OperationTypeNode, subscribe } from 'graphql'
import type { ExecutionArgs, ExecutionResult, GraphQLSchema } from 'graphql'
import { AppError } from '../errors.ts'
import type { ApiContext } from './context.ts'
import type { FormatError } from './format-error.ts'
import type { OpenCounts } from './open-counts.ts'
import { toGraphQLError } from './read-document.ts'
import type { DocumentReader } from './read-document.ts'
import { tooManyOpen } from './serve-sockets.ts'
import { spliceRows } from './row-slot.ts'
import { watchClient } from './watch-client.ts'

export interface EventStreamOptions {
  schema: GraphQLSchema
  documents: Pick<DocumentReader, 'read'>
  formatError: FormatError
  /** How long a client may take nothing of what was sent before it is cut off. */
  stalledMs: number
  contextOf: (request: Request, response: Response) => Promise<ApiContext>
  /** Of persons, on all transports. */
  subscriptions: OpenCounts
}

/** A comment that often keeps proxies from closing a stream that is silent. */
const HEARTBEAT_MS = 12_000
/** On top, so that a run whose client stays away has ended, on record, before the stream is cut off. */
const GRACE_MS = 24_000

/**
 * GraphQL over Server-Sent Events, distinct connections mode (the protocol of graphql-sse): one operation a request, its
 * results as `next` events, then `complete`; also what is wrong with the document. Closing the response cancels. Nothing is
 * asked of the source while the client has not taken what was sent.
 */
export function serveEventStream(options: EventStreamOptions): RequestHandler {
  const { formatError } = options

  async function resultsOf({ query, variables, operationName }: Body, context: ApiContext) {
    const read = options.documents.read(query, variables)
    if ('errors' in read) return { errors: read.errors }
    const operation = getOperationAST(read.document, operationName)
    if (!operation) return { errors: [new GraphQLError('Unable to identify operation')] }
    const args: ExecutionArgs = {
      schema: options.schema,
      document: read.document,
      operationName,
      variableValues: variables,
      contextValue: context,
    }
    return operation.operation === OperationTypeNode.SUBSCRIPTION ? subscribe(args) : execute(args)
  }

  return (request, response, next) => {
    async function answer(): Promise<void> {
      if (!request.accepts('text/event-stream')) throw notAcceptable()
      const body = readBody(request.body)
      const context = await options.contextOf(request, response)
      const leave = options.subscriptions.enter(context.user?.id ?? context.address)
      if (leave === null) throw tooManyOpen()
      response.once('close', leave)
      if (response.closed) leave()
      const results = await resultsOf(body, context)
      const stream = openStream(response, options.stalledMs + GRACE_MS)
      const send = (result: ExecutionResult) => {
        const { errors, ...rest } = result
        const text = JSON.stringify(errors ? { ...rest, errors: errors.map(formatError) } : rest)
        const rows = context.rowSlot?.take()
        return stream.send('next', rows ? spliceRows(text, rows) : Buffer.from(text))
      }
      if (Symbol.asyncIterator in results) {
        response.once('close', () => void results.return(undefined))
        if (response.closed) await results.return(undefined)
        try {
          for await (const result of results) await send(result)
        } catch (error) {
          await send({ errors: [toGraphQLError(error)] })
        }
      } else {
        await send(results)
      }
      await stream.send('complete', Buffer.alloc(0))
      stream.end()
    }
    answer().catch(next)
  }
}

const HEAD = { next: Buffer.from('event: next\ndata: '), complete: Buffer.from('event: complete\ndata: ') }
const TAIL = Buffer.from('\n\n')
const [LINE_FEED, CARRIAGE_RETURN, BLANK] = Buffer.from('\n\r ') as unknown as number[]

/** A line break in database JSON is white space; here it would end the field. */
function blankLineBreaks(data: Buffer): void {
  for (const lineBreak of [LINE_FEED, CARRIAGE_RETURN] as number[])
    for (let at = data.indexOf(lineBreak); at >= 0; at = data.indexOf(lineBreak, at + 1))
      data[at] = BLANK as number
}

function openStream(response: Response, patienceMs: number) {
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store, no-transform',
    // Else nginx collects what it thinks is a page.
    'x-accel-buffering': 'no',
  })
  response.flushHeaders()
  const heartbeat = setInterval(() => {
    if (!response.writableNeedDrain) response.write(':\n\n')
  }, HEARTBEAT_MS)
  response.once('close', () => clearInterval(heartbeat))
  const taken = watchClient(response, patienceMs)
  return {
    /** Resolves when the client has taken it, or is gone. */
    async send(event: 'next' | 'complete', data: Buffer): Promise<void> {
      if (response.closed || response.destroyed) return
      blankLineBreaks(data)
      if (response.write(Buffer.concat([HEAD[event], data, TAIL]))) return
      await taken()
    },
    end(): void {
      clearInterval(heartbeat)
      response.end()
    },
  }
}

interface Body {
  query: string
  variables: Record<string, unknown> | null
  operationName: string | null
}

function readBody(body: unknown): Body {
  const { query, variables = null, operationName = null } = (body ?? {}) as Record<string, unknown>
  const isFit =
    typeof query === 'string' &&
    typeof variables === 'object' &&
    !Array.isArray(variables) &&
    (operationName === null || typeof operationName === 'string')
  if (isFit) return { query, variables: variables as Body['variables'], operationName }
  throw new AppError('INPUT_INVALID', 'The request cannot be read', {
    hints: ['Send JSON in UTF-8, as application/json, with a field `query` and perhaps `variables`'],
  })
}

function notAcceptable(): AppError {
  return new AppError('INPUT_INVALID', 'This path answers with an event stream', {
    hints: ['Send the header Accept: text/event-stream'],
  })
}
