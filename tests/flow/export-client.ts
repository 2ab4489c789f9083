/** Exports as scripts and browsers ask for them, and what is on record of them. */
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import postgres from 'postgres'
import type { Sql } from 'postgres'
import type { ApiClient } from '../fixtures/api-client.ts'
import type { AppServer } from '../fixtures/app-server.ts'
import type { AskedQuery } from './documents.ts'

export type ExportedQuery = Pick<AskedQuery, 'id' | 'sqlHash'>

export function exportPath(
  { id, sqlHash }: ExportedQuery,
  format: string,
  parameters: Readonly<Record<string, string>> = {},
): string {
  return `/exports/${id}.${format}?${new URLSearchParams({ sqlHash, ...parameters }).toString()}`
}

export function openExport(
  app: AppServer,
  api: Pick<ApiClient, 'cookie'>,
  path: string,
  options: RequestInit = {},
): Promise<Response> {
  return fetch(app.url + path, {
    ...options,
    headers: { cookie: api.cookie, ...(options.headers as Record<string, string>) },
  })
}

/** A client of its own socket, which reads nothing until it is told to. */
export function openPaused(app: AppServer, { cookie }: ApiClient, path: string, encoding: string): Socket {
  const { port, host } = new URL(app.url)
  const socket = connect(Number(port), '127.0.0.1').pause()
  // Being cut off may come as a reset.
  socket.on('error', () => undefined)
  const head = [`GET ${path} HTTP/1.1`, `Host: ${host}`, `Cookie: ${cookie}`, `Accept-Encoding: ${encoding}`]
  socket.write([...head, '', ''].join('\r\n'))
  return socket
}

export interface ExportEvent {
  action: string
  detail: Record<string, unknown>
}

export function openRecord(app: AppServer): {
  /** What is on record of exports of this query, oldest first. */
  of: (query: ExportedQuery) => Promise<ExportEvent[]>
  close: () => Promise<void>
} {
  const store: Sql = postgres(app.store.url, { max: 1, onnotice: () => undefined })
  return {
    of: async ({ id }) => [
      ...(await store<ExportEvent[]>`select action, detail::json as detail from audit_events
        where action like 'export.%' and detail::json->>'queryId' = ${id} order by sequence`),
    ],
    close: () => store.end(),
  }
}
