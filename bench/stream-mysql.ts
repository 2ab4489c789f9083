/**
 * How fast rows of MariaDB get to a WebSocket, against a bare server that stringifies what mysql2 hands over, in the
 * same run: rows per second, first row, processor time of the server. Both serve one socket at a time in a process of
 * their own, and both wait for each message to be sent before they go on.
 * Usage: npx tsx bench/stream-mysql.ts [rows, 1,000,000 at most] [rounds] [columns of the wide table: 9 or 100]
 * Starts a server of its own.
 */
import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { createConnection as connectForSetUp } from 'mysql2/promise'
import { createConnection } from 'mysql2'
import WebSocket, { WebSocketServer } from 'ws'
import type { Database } from '../server/databases/database.ts'
import { createDial } from '../server/databases/dial.ts'
import { mysqlEngine } from '../server/databases/mysql/mysql.ts'
import { batchBounds } from '../server/execute/batch-size.ts'
import { startServers } from '../tests/fixtures/global-setup.ts'
import { loadMysqlRows } from './stream-data.ts'

const BARE_BATCH_ROWS = 2500
const FIRST_BATCH_ROWS = 100
const VARIANTS = ['bare', 'cursor'] as const
type Variant = (typeof VARIANTS)[number]

interface Round {
  rowsPerSecond: number
  firstRowMs: number
  serverCpuMs: number
  serverPeakMb: number
}

if (process.send !== undefined) await serve(process.argv[2] ?? '')
else await measure()

async function measure(): Promise<void> {
  const [rows = 1_000_000, rounds = 5, columns = 9] = process.argv.slice(2).map(Number)
  const { provided, stop } = await startServers()
  try {
    if ('missing' in provided.mysql) throw new Error(provided.mysql.missing)
    const url = new URL(provided.mysql.url)
    const admin = await connectForSetUp(url.href)
    await admin.query('create database stream')
    await admin.end()
    url.pathname = 'stream'
    const startedAt = performance.now()
    await loadMysqlRows(url.href, rows)
    console.log(`${rows} rows loaded in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`)
    const sql = `select ${columnsFor(columns)} from rows_of_bench`
    const results: Record<Variant, Round[]> = { bare: [], cursor: [] }
    for (let round = 0; round < rounds; round += 1)
      for (const variant of round % 2 === 0 ? VARIANTS : VARIANTS.toReversed())
        results[variant].push(await measureOne(variant, url.href, sql, rows))
    report(results)
  } finally {
    await stop()
  }
}

function columnsFor(count: number): string {
  if (count <= 9) return '*'
  const names = ['id', 'customer', 'price', 'placed_at', 'paid', 'note', 'score', 'day', 'code']
  return Array.from({ length: count }, (_, index) => `${names[index % names.length]} as c${index}`).join(', ')
}

async function measureOne(variant: Variant, url: string, sql: string, rows: number): Promise<Round> {
  const child = fork(fileURLToPath(import.meta.url), [url], { execArgv: process.execArgv })
  const [{ port }] = (await once(child, 'message')) as [{ port: number }]
  try {
    // Warm: the session is open and the code compiled.
    await receive(port, variant, `${sql} limit 20000`)
    const before = await usage(child)
    const startedAt = performance.now()
    const { count, firstRowMs } = await receive(port, variant, sql)
    const elapsedMs = performance.now() - startedAt
    if (count !== rows) throw new Error(`${variant} gave ${count} rows`)
    const after = await usage(child)
    return {
      rowsPerSecond: (1000 * rows) / elapsedMs,
      firstRowMs,
      serverCpuMs: after.cpuMs - before.cpuMs,
      serverPeakMb: after.peakMb,
    }
  } finally {
    child.kill()
  }
}

async function usage(child: ChildProcess): Promise<{ cpuMs: number; peakMb: number }> {
  child.send('usage')
  const [answer] = (await once(child, 'message')) as [{ cpuMs: number; peakMb: number }]
  return answer
}

/** All rows, parsed as the page does. */
async function receive(port: number, variant: Variant, sql: string) {
  const socket = new WebSocket(`ws://127.0.0.1:${port}`, { perMessageDeflate: false })
  await once(socket, 'open')
  const startedAt = performance.now()
  let count = 0
  let firstRowMs = 0
  socket.send(JSON.stringify({ variant, sql }))
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject)
    socket.on('message', data => {
      const { rows, done } = JSON.parse((data as Buffer).toString()) as { rows: unknown[][]; done?: true }
      if (count === 0) firstRowMs = performance.now() - startedAt
      count += rows.length
      if (done) resolve()
    })
  })
  socket.close()
  return { count, firstRowMs }
}

function report(results: Readonly<Record<Variant, readonly Round[]>>): void {
  const middle = (variant: Variant, key: keyof Round) => median(results[variant].map(round => round[key]))
  for (const variant of VARIANTS) {
    console.log(
      `${variant.padEnd(7)} ${middle(variant, 'rowsPerSecond').toFixed(0)} rows/s, first row ` +
        `${middle(variant, 'firstRowMs').toFixed(1)} ms, server ${middle(variant, 'serverCpuMs').toFixed(0)} ms of ` +
        `processor, peak ${middle(variant, 'serverPeakMb').toFixed(0)} MB`,
    )
  }
  const ratio = (key: keyof Round) =>
    median(results.cursor.map((round, index) => round[key] / (results.bare[index]?.[key] ?? Number.NaN)))
  console.log(
    `cursor ÷ bare: rows/s ${ratio('rowsPerSecond').toFixed(2)}, processor ${ratio('serverCpuMs').toFixed(2)}, ` +
      `first row ${ratio('firstRowMs').toFixed(2)}`,
  )
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

/** In the child process. */
async function serve(url: string): Promise<void> {
  const target = new URL(url)
  const database = mysqlEngine.open(
    {
      host: target.hostname,
      port: Number(target.port),
      database: target.pathname.slice(1),
      username: target.username,
      password: target.password,
      tls: 'DISABLE',
    },
    {
      dial: createDial(),
      applicationName: 'bench',
      maxSessions: 2,
      idleTimeoutMs: 60_000,
      connectTimeoutMs: 10_000,
      statementTimeoutMs: 60_000,
    },
  )
  const bare = createConnection({
    uri: url,
    charset: 'utf8mb4',
    rowsAsArray: true,
    supportBigNumbers: true,
    dateStrings: true,
    jsonStrings: true,
  })
  let peakMb = 0
  setInterval(() => {
    peakMb = Math.max(peakMb, process.memoryUsage.rss() / 2 ** 20)
  }, 50).unref()
  process.on('message', () => {
    const { user, system } = process.cpuUsage()
    process.send?.({ cpuMs: (user + system) / 1000, peakMb })
  })
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false })
  server.on('connection', socket => {
    const send: Send = text =>
      new Promise<void>((resolve, reject) => {
        socket.send(text, { binary: false }, error => (error ? reject(error) : resolve()))
      })
    socket.once('message', data => {
      const { variant, sql } = JSON.parse((data as Buffer).toString()) as { variant: Variant; sql: string }
      const sending = variant === 'bare' ? sendBare(bare, sql, send) : sendFromCursor(database, sql, send)
      sending.catch((error: unknown) => {
        console.error(error)
        socket.close()
      })
    })
  })
  await once(server, 'listening')
  process.send?.({ port: (server.address() as { port: number }).port })
}

type Send = (text: string | Buffer) => Promise<void>

/** Arrays of values as mysql2 makes them, in batches of which the first is small, and one JSON.stringify for each. */
function sendBare(bare: ReturnType<typeof createConnection>, sql: string, send: Send): Promise<void> {
  return new Promise((resolve, reject) => {
    let rows: unknown[] = []
    let wanted = FIRST_BATCH_ROWS
    bare
      .query({ sql, rowsAsArray: true })
      .on('result', (row: unknown) => {
        rows.push(row)
        if (rows.length < wanted) return
        const text = JSON.stringify({ rows })
        rows = []
        wanted = BARE_BATCH_ROWS
        bare.pause()
        send(text).then(() => bare.resume(), reject)
      })
      .on('error', reject)
      .on('end', () => {
        send(JSON.stringify({ rows, done: true })).then(resolve, reject)
      })
  })
}

/** The way of a run: the server's cursor, in batches as the executor asks for them. */
async function sendFromCursor(database: Database, sql: string, send: Send): Promise<void> {
  const cursor = await database.openCursor(sql, { timeoutMs: 600_000 })
  try {
    let count = 0
    for (;;) {
      const { rows, done } = await cursor.read(
        batchBounds(count, { maxRows: Infinity, maxBytes: Infinity }, false),
      )
      count += rows.count
      const end = Buffer.from(done ? '],"done":true}' : ']}')
      await send(Buffer.concat([Buffer.from('{"rows":['), rows.json, end]))
      if (done) return
    }
  } finally {
    await cursor.close()
  }
}
