/** The clients: each parses every message whole, as the page does, and counts its rows. */
import { once } from 'node:events'
import { get } from 'node:http'
import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import WebSocket from 'ws'
import type { FloorRequest } from './floor.ts'
import type { Query } from './servers.ts'

export interface Received {
  rows: number
  bytes: number
  firstRowMs: number
  elapsedMs: number
}

const RUN = `subscription ($input: RunInput!) { run(input: $input) {
  __typename ... on RowBatch { offset rows } ... on RunFinished { resultSet { state rowCount problem { message } } } } }`

interface FloorMessage {
  rows: unknown[]
  done?: true
  firstRowMs?: number
}

/** @returns for `first row` what the driver has measured itself */
export async function receiveFloor(port: number, request: FloorRequest): Promise<Received> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}`, { perMessageDeflate: false })
  await once(socket, 'open')
  const received = await new Promise<Received>((resolve, reject) => {
    const startedAt = performance.now()
    let [rows, bytes, firstRowMs] = [0, 0, Number.NaN]
    socket.once('error', reject)
    socket.once('close', () => reject(new Error(`The floor ${request.floor} broke off`)))
    socket.on('message', (data: Buffer) => {
      const message = JSON.parse(data.toString()) as FloorMessage
      if (rows === 0) firstRowMs = message.firstRowMs ?? performance.now() - startedAt
      rows += message.rows.length
      bytes += data.length
      if (message.done) resolve({ rows, bytes, firstRowMs, elapsedMs: performance.now() - startedAt })
    })
    socket.send(JSON.stringify(request))
  })
  socket.terminate()
  return received
}

interface RunMessage {
  type: string
  payload?: {
    errors?: { message: string }[]
    data?: {
      run?: { rows?: unknown[]; resultSet?: { state: string; problem: { message: string } | null } }
    }
  }
}

/** @param pauseMs after the first rows the client reads nothing for so long */
export async function receiveRun(
  port: number,
  cookie: string,
  { id: queryId, sqlHash }: Query,
  pauseMs = 0,
): Promise<Received> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/graphql`, 'graphql-transport-ws', {
    perMessageDeflate: false,
    headers: { cookie },
  })
  await once(socket, 'open')
  socket.send('{"type":"connection_init"}')
  await once(socket, 'message')
  const received = await new Promise<Received>((resolve, reject) => {
    const startedAt = performance.now()
    let [rows, bytes, firstRowMs] = [0, 0, Number.NaN]
    socket.once('error', reject)
    socket.once('close', (code: number) => reject(new Error(`The server closed the socket: ${code}`)))
    socket.on('message', (data: Buffer) => {
      const { type, payload } = JSON.parse(data.toString()) as RunMessage
      if (type === 'error') return reject(new Error(JSON.stringify(payload)))
      if (type === 'complete')
        return resolve({ rows, bytes, firstRowMs, elapsedMs: performance.now() - startedAt })
      const run = payload?.data?.run
      const resultSet = run?.resultSet
      if (resultSet && resultSet.state !== 'COMPLETED')
        reject(new Error(`${resultSet.state}: ${resultSet.problem?.message ?? ''}`))
      if (run?.rows === undefined) return
      if (rows === 0) {
        firstRowMs = performance.now() - startedAt
        if (pauseMs > 0) stall(socket, pauseMs)
      }
      rows += run.rows.length
      bytes += data.length
    })
    const variables = { input: { queryId, sqlHash } }
    socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: RUN, variables } }))
  })
  socket.terminate()
  return received
}

/** Nothing is taken from the socket, so that the system's own buffers fill up. */
function stall(socket: WebSocket, pauseMs: number): void {
  const { _socket: tcp } = socket as unknown as { _socket: Socket }
  tcp.pause()
  setTimeout(() => tcp.resume(), pauseMs)
}

/** Of a file: its bytes and, as CSV here has no line ends within cells, its lines. */
export async function receiveFile(url: string, cookie = ''): Promise<Received> {
  const startedAt = performance.now()
  const [response] = (await once(get(url, { headers: { cookie } }), 'response')) as [IncomingMessage]
  let [lines, bytes, firstRowMs] = [0, 0, Number.NaN]
  response.on('data', (chunk: Buffer) => {
    if (bytes === 0) firstRowMs = performance.now() - startedAt
    bytes += chunk.length
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) lines += 1
  })
  await once(response, 'end')
  if (response.statusCode !== 200) throw new Error(`${response.statusCode} for ${url}`)
  return { rows: lines - 1, bytes, firstRowMs, elapsedMs: performance.now() - startedAt }
}
