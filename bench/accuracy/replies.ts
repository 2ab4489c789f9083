/**
 * A model's replies written down, and given again later: a server between us and the provider, at whose address the base URL
 * points. A reply belongs to the very request that it was given to, so that another prompt finds none.
 */
import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import http from 'node:http'
import type { AddressInfo } from 'node:net'

/** One line of the file; the first line is the head. No header is kept, so no key is. */
interface Kept {
  request: string
  status: number
  contentType: string
  body: string
}

export interface Replies {
  /** In place of the provider's address. */
  url: string
  /** The date that prompts say, the same again when replies are given again. */
  today: string
  /** Requests that were answered, and those that no reply was written down for. */
  counts: { given: number; missing: number }
  close(): Promise<void>
}

/** Sends on every request, and writes down what came; the file is there when it is closed. */
export async function recordReplies(file: string, upstream: string, today: string): Promise<Replies> {
  const kept: Kept[] = []
  const server = await serve(today, async (request, key, body) => {
    const headers = Object.fromEntries(
      ['authorization', 'x-api-key', 'anthropic-version', 'content-type'].flatMap(name => {
        const value = request.headers[name]
        return typeof value === 'string' ? [[name, value]] : []
      }),
    )
    const response = await fetch(`${upstream.replace(/\/$/, '')}${request.url ?? ''}`, {
      ...{ method: 'POST', headers, body },
    })
    const reply = {
      request: key,
      status: response.status,
      contentType: response.headers.get('content-type') ?? 'text/event-stream',
      body: await response.text(),
    }
    // What may pass is no answer to keep: it is asked again.
    if (response.ok) kept.push(reply)
    return reply
  })
  return {
    ...server,
    async close() {
      await server.close()
      await writeFile(file, [{ today }, ...kept].map(line => `${JSON.stringify(line)}\n`).join(''))
    },
  }
}

/** Answers from the file alone; a request that is not in it gets 404. */
export async function replayReplies(file: string): Promise<Replies> {
  const [head, ...lines] = (await readFile(file, 'utf8')).trim().split('\n')
  const { today } = JSON.parse(head ?? '{}') as { today: string }
  const queues = new Map<string, Kept[]>()
  for (const kept of lines.map(line => JSON.parse(line) as Kept))
    queues.set(kept.request, [...(queues.get(kept.request) ?? []), kept])
  return serve(today, (_request, key) => {
    const queue = queues.get(key)
    // The same request again: its next reply, the last one for good.
    return Promise.resolve((queue && queue.length > 1 ? queue.shift() : queue?.[0]) ?? null)
  })
}

async function serve(
  today: string,
  answer: (request: http.IncomingMessage, key: string, body: string) => Promise<Kept | null>,
): Promise<Replies> {
  const counts = { given: 0, missing: 0 }
  const server = http.createServer((request, response) => {
    void (async () => {
      const parts: Buffer[] = []
      for await (const part of request) parts.push(part as Buffer)
      const body = Buffer.concat(parts).toString('utf8')
      const key = createHash('sha256').update(body).digest('hex')
      const reply = await answer(request, key, body).catch(() => ({ status: 502, contentType: '', body: '' }))
      if (reply === null) counts.missing += 1
      else counts.given += 1
      const { status, contentType, body: text } = reply ?? NOT_WRITTEN_DOWN
      response.writeHead(status, { 'content-type': contentType })
      response.end(text)
    })()
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    today,
    counts,
    close: () =>
      new Promise<void>(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

const NOT_WRITTEN_DOWN = {
  status: 404,
  contentType: 'application/json',
  body: JSON.stringify({
    type: 'error',
    error: { type: 'not_found_error', message: 'no reply was written down' },
  }),
}
