import type { AppError } from '../errors.ts'
import type { ModelEvent, ModelRequest } from './language-model.ts'
import { MalformedReply } from './malformed-reply.ts'
import {
  badReplyFailure,
  refusalFailure,
  silenceFailure,
  timeoutFailure,
  unreachableFailure,
} from './provider-failure.ts'

/** On 408, 409, 429, 5xx and lost connections, by the SDKs: after `retry-after`, else after about 0.5 s and 1 s. */
export const MAX_RETRIES = 2

export interface ProviderCall {
  /** As people call it, e.g. `Anthropic`. */
  provider: string
  model: string
  request: ModelRequest
  fetch: typeof fetch
  /** Sends the request; answers the events of its stream once its headers are there. */
  open(fetch: typeof globalThis.fetch, signal: AbortSignal): Promise<AsyncIterable<unknown>>
  /** Their events to ours; tells of the first sign of the reply itself, reasoning included. */
  assemble(events: AsyncIterable<unknown>, onBegin: () => void): AsyncIterable<ModelEvent>
  /** What the SDK means by what it throws; null for what it does not throw. */
  readError(error: unknown): ProviderError | null
}

export type ProviderError =
  | { kind: 'unreachable' }
  | { kind: 'malformed' }
  | { kind: 'refused'; status: number | null; type: string | null; requestId: string | null }

/** What all providers have in common: two clocks, the abort, no hopeless wait for a retry, and failures in our words. */
export async function* streamFromProvider(call: ProviderCall): AsyncGenerator<ModelEvent> {
  const { provider, model, request } = call
  request.signal.throwIfAborted()
  const clock = new AbortController()
  const stop = () => clock.abort()
  let silent = false
  const wholeTimer = setTimeout(stop, request.timeoutMs)
  const firstTimer = setTimeout(
    () => {
      silent = true
      stop()
    },
    Math.min(request.firstTokenTimeoutMs, request.timeoutMs),
  )
  request.signal.addEventListener('abort', stop, { once: true })
  let lastStatus: number | null = null

  const watchedFetch: typeof fetch = async (url, init) => {
    const response = await call.fetch(url, init)
    lastStatus = response.ok ? null : response.status
    return withoutHopelessRetry(response, Math.min(request.firstTokenTimeoutMs, request.timeoutMs))
  }
  try {
    const events = await orAborted(call.open(watchedFetch, clock.signal), clock.signal)
    yield* untilAborted(
      call.assemble(events, () => clearTimeout(firstTimer)),
      clock.signal,
    )
  } catch (error) {
    request.signal.throwIfAborted()
    if (clock.signal.aborted) {
      // Time that ran out while waiting for the next try is the provider's refusal, not slowness.
      if (lastStatus !== null)
        throw refusalFailure({ provider, model, status: lastStatus, type: null, requestId: null })
      throw silent
        ? silenceFailure(provider, request.firstTokenTimeoutMs)
        : timeoutFailure(provider, request.timeoutMs)
    }
    throw toFailure(error, call)
  } finally {
    clearTimeout(wholeTimer)
    clearTimeout(firstTimer)
    request.signal.removeEventListener('abort', stop)
    clock.abort()
  }
}

/** The openai SDK sleeps on before a retry, whatever is aborted. */
async function orAborted<T>(opening: Promise<T>, signal: AbortSignal): Promise<T> {
  let stop = () => {}
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(new DOMException('aborted', 'AbortError'))
    signal.addEventListener('abort', stop, { once: true })
  })
  try {
    return await Promise.race([opening, aborted])
  } finally {
    signal.removeEventListener('abort', stop)
    // Nobody waits for it any more; what it fails with is told by the abort.
    opening.catch(() => undefined)
  }
}

/** The SDKs end an aborted stream as if it were complete. */
async function* untilAborted(
  events: AsyncIterable<ModelEvent>,
  signal: AbortSignal,
): AsyncGenerator<ModelEvent> {
  for await (const event of events) {
    signal.throwIfAborted()
    yield event
  }
}

/** The SDKs sleep as long as `retry-after` says, however long: not worth it when the time is up before that. */
function withoutHopelessRetry(response: Response, timeoutMs: number): Response {
  const told = (name: string) => Number(response.headers.get(name) ?? 0)
  const waitMs = Math.max(told('retry-after-ms') || 0, (told('retry-after') || 0) * 1000)
  if (response.ok || waitMs < timeoutMs) return response
  const headers = new Headers(response.headers)
  headers.set('x-should-retry', 'false')
  return new Response(response.body, { status: response.status, headers })
}

function toFailure(error: unknown, { provider, model, readError }: ProviderCall): AppError {
  // A SyntaxError's message quotes what it could not parse, so it is not kept as a cause.
  if (error instanceof SyntaxError)
    return badReplyFailure(provider, new MalformedReply('An event is not JSON.'))
  if (error instanceof MalformedReply) return badReplyFailure(provider, error)
  const read = readError(error)
  switch (read?.kind) {
    case 'unreachable':
      return unreachableFailure(provider, error)
    case 'malformed':
      return badReplyFailure(provider, new MalformedReply('The SDK could not read the reply.'))
    case 'refused':
      return refusalFailure({ provider, model, ...read })
    default:
      // What is left is the body's: undici reports a connection lost in mid-stream as a TypeError ("terminated").
      if (error instanceof TypeError) return unreachableFailure(provider, error)
      throw error
  }
}
