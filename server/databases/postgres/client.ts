import type { Socket } from 'node:net'
import postgres from 'postgres'
import { CONNECT_TIMEOUT, connectionLost, failed } from '../failure.ts'
import type { DatabaseOptions, DatabaseTarget } from '../database.ts'
import { BUILT_IN_CELLS } from './cells.ts'
import type { Sockets } from './sockets.ts'

/** `simple` is not in the driver's types; without it a text without parameters goes over the simple protocol. */
export const EXTENDED = { prepare: false, simple: false }

export type Client = ReturnType<typeof createClient>

/**
 * `socket` and `ssl: false` together: the driver speaks plainly over the socket that it gets, encrypted or not. It is
 * not in the driver's types.
 */
export function createClient(
  target: DatabaseTarget,
  options: DatabaseOptions,
  openSocket: () => Promise<Socket>,
  onClose: () => void,
  onNotice: (words: string) => void = () => undefined,
) {
  const clientOptions = {
    host: target.host,
    port: target.port,
    database: target.database,
    username: target.username,
    password: target.password,
    socket: openSocket,
    ssl: false,
    max: 1,
    connect_timeout: options.connectTimeoutMs / 1000,
    // The pool ends idle sessions itself.
    idle_timeout: 0,
    max_lifetime: null,
    keep_alive: null,
    fetch_types: false,
    prepare: false,
    onnotice: (notice: { message?: string }) => onNotice(notice.message ?? ''),
    onclose: onClose,
    connection: { application_name: options.applicationName },
  }
  const client = postgres(clientOptions)
  // The driver's own readers make Date objects: they lose microseconds, and turn a date into an instant.
  const { parsers } = client.options
  for (const oid of Object.keys(parsers)) delete parsers[Number(oid)]
  for (const [oid, { read }] of BUILT_IN_CELLS) parsers[oid] = read
  return client
}

/**
 * Asks the server to stop a query; rejects when the server cannot be reached. The driver's `cancel()` does the same and
 * forgets the promise: a server that is gone would then end our process by an unhandled rejection.
 */
export async function requestCancel(query: object): Promise<void> {
  const { canceller } = query as { canceller: (query: object) => Promise<void> }
  await canceller(query)
}

/** The driver's own timeout starts anew whenever a server hangs up without a word, so there is one around it. */
export async function identify(client: Client, sockets: Sockets, timeoutMs: number) {
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(failed(CONNECT_TIMEOUT, 'timeout')), timeoutMs)
  })
  try {
    const answer = client.unsafe<{ pid: number; version: number }[]>(
      "select pg_catalog.pg_backend_pid() as pid, pg_catalog.current_setting('server_version_num')::int as version",
    )
    const result = await Promise.race([answer, timeout])
    const [row] = result
    if (row === undefined) throw connectionLost()
    // The driver's state of a result is what the server introduced itself with (BackendKeyData).
    return { serverVersionNumber: row.version, pooled: result.state.pid !== row.pid }
  } catch (error) {
    await client.end({ timeout: 0 })
    sockets.end()
    throw error
  } finally {
    clearTimeout(timer)
  }
}
