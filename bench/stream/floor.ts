/**
 * The floors, in a process of their own: a bare ws server that sends what a driver hands over and a bare HTTP server that
 * sends what psql prints. No GraphQL, no guard, no limits; each message is sent before the next is fetched.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createConnection } from 'mysql2'
import postgres from 'postgres'
import { WebSocketServer } from 'ws'
import { BUILT_IN_CELLS } from '../../server/databases/postgres/cells.ts'

export type Floor = 'cursor' | 'copy' | 'mysql2' | 'first row'

export interface FloorRequest {
  floor: Floor
  sql: string
}

type Send = (text: string) => Promise<void>

const BATCH_ROWS = 1000
const MYSQL_BATCH_ROWS = 2500
const FIRST_BATCH_ROWS = 100
const BATCH_BYTES = 256 * 1024

const [postgresUrl = '', mysqlUrl = ''] = process.argv.slice(2)
const sql = postgres(postgresUrl, { max: 1, onnotice: () => undefined, connection: { TimeZone: 'UTC' } })
// The cells as they travel in a run, not the driver's Date objects.
for (const oid of Object.keys(sql.options.parsers)) delete sql.options.parsers[Number(oid)]
for (const [oid, { read }] of BUILT_IN_CELLS) sql.options.parsers[oid] = read
const mysql = mysqlUrl === '' ? null : connectMysql()

const http = createServer((request, response) => {
  exportCsv(new URL(request.url ?? '', 'http://localhost').searchParams.get('sql') ?? '', response)
})
const sockets = new WebSocketServer({ server: http, perMessageDeflate: false })
sockets.on('connection', socket => {
  const send: Send = text =>
    new Promise((resolve, reject) => {
      socket.send(text, error => (error ? reject(error) : resolve()))
    })
  socket.once('message', data => {
    const request = JSON.parse((data as Buffer).toString()) as FloorRequest
    sendRows(request, send).catch((error: unknown) => {
      console.error(error)
      socket.close()
    })
  })
})
http.listen(0, '127.0.0.1')
await once(http, 'listening')
process.send?.({ port: (http.address() as AddressInfo).port })

function connectMysql() {
  const connection = createConnection({
    ...{ uri: mysqlUrl, charset: 'utf8mb4', timezone: 'Z' },
    ...{ rowsAsArray: true, supportBigNumbers: true, dateStrings: true, jsonStrings: true },
  })
  connection.on('error', (error: unknown) => console.error(error))
  return connection
}

function sendRows({ floor, sql: text }: FloorRequest, send: Send): Promise<void> {
  switch (floor) {
    case 'cursor':
      return sendCursor(text, send)
    case 'copy':
      return sendCopy(text, send)
    case 'mysql2':
      return sendMysql(text, send)
    case 'first row':
      return sendFirstRow(text, send)
  }
}

/** One JSON.stringify for each batch of postgres.js's cursor, which waits for the callback's promise. */
async function sendCursor(text: string, send: Send): Promise<void> {
  await sql
    .unsafe(text)
    .values()
    .cursor(BATCH_ROWS, rows => send(JSON.stringify({ rows })) as unknown as undefined)
  await send('{"rows":[],"done":true}')
}

/** The lines of COPY split into cells of text, and one JSON.stringify for about 256 kB of them. */
async function sendCopy(text: string, send: Send): Promise<void> {
  // The driver leaves a connection paused that it has read a COPY from, so each has one of its own.
  const client = postgres(postgresUrl, { max: 1, onnotice: () => undefined, connection: { TimeZone: 'UTC' } })
  const lines = await client.unsafe(`copy (${text}) to stdout`).readable()
  let chunks: Buffer[] = []
  let bytes = 0
  const take = () => {
    const rows = Buffer.concat(chunks).toString().slice(0, -1).split('\n').map(cellsOf)
    chunks = []
    bytes = 0
    return rows
  }
  await new Promise<void>((resolve, reject) => {
    lines.on('error', reject).on('end', resolve)
    lines.on('data', (chunk: Buffer) => {
      chunks.push(chunk)
      bytes += chunk.length
      if (bytes < BATCH_BYTES) return
      lines.pause()
      send(JSON.stringify({ rows: take() })).then(() => lines.resume(), reject)
    })
  })
  await send(JSON.stringify({ rows: chunks.length === 0 ? [] : take(), done: true }))
  await client.end({ timeout: 0 })
}

function cellsOf(line: string): (string | null)[] {
  return line.split('\t').map(cell => (cell === '\\N' ? null : cell.includes('\\') ? unescaped(cell) : cell))
}

function unescaped(cell: string): string {
  const letters: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' }
  return cell.replace(/\\(.)/g, (_, letter: string) => letters[letter] ?? letter)
}

/** How long the driver itself takes to its first row, in a batch as small as a run's first. */
async function sendFirstRow(text: string, send: Send): Promise<void> {
  const startedAt = performance.now()
  let firstRowMs = Number.NaN
  await sql
    .unsafe(text)
    .values()
    .cursor(FIRST_BATCH_ROWS, () => {
      firstRowMs = performance.now() - startedAt
      return sql.CLOSE
    })
  await send(JSON.stringify({ rows: [], firstRowMs, done: true }))
}

/** Arrays of values as mysql2 makes them, in batches of which the first is small, and one JSON.stringify for each. */
function sendMysql(text: string, send: Send): Promise<void> {
  return new Promise((resolve, reject) => {
    if (mysql === null) return reject(new Error('No MariaDB'))
    let rows: unknown[] = []
    let wanted = FIRST_BATCH_ROWS
    mysql
      .query({ sql: text, rowsAsArray: true })
      .on('result', (row: unknown) => {
        rows.push(row)
        if (rows.length < wanted) return
        const batch = JSON.stringify({ rows })
        rows = []
        wanted = MYSQL_BATCH_ROWS
        mysql.pause()
        send(batch).then(() => mysql.resume(), reject)
      })
      .on('error', reject)
      .on('end', () => {
        send(JSON.stringify({ rows, done: true })).then(resolve, reject)
      })
  })
}

/** `psql \copy … to stdout`, as it comes. */
function exportCsv(text: string, response: ServerResponse): void {
  const psql = spawn('psql', ['-X', '-q', '-d', postgresUrl, '-c', `\\copy (${text}) to stdout csv header`], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, PGTZ: 'UTC' },
  })
  psql.once('error', () => response.destroy())
  response.once('close', () => psql.kill())
  response.setHeader('content-type', 'text/csv')
  psql.stdout.pipe(response)
}
