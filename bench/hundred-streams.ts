/**
 * A hundred runs of 10,000 rows (9 mixed columns) at once, against one run of 1,000,000 in the same server: failures, the
 * first row, a small request beside them, how late the server's loop is, and the rate of all ÷ that of one.
 * Usage: node scripts/build.mjs && npx tsx bench/hundred-streams.ts [sessions ...] [--profile]
 * For each number of sessions that a connection may have (110, then the default of 8, where runs wait in the queue) a server
 * of its own; one PostgreSQL for all, in a temporary folder. Clients do not parse rows, so that they do not slow the server
 * down where they share its processors.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, chmod } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import WebSocket from 'ws'
import { startEmbeddedPostgres } from '../server/store/embedded/embedded-postgres.ts'
import { connectApi } from '../tests/fixtures/api-client.ts'
import type { ApiClient } from '../tests/fixtures/api-client.ts'
import { editedQuery } from '../tests/flow/documents.ts'

const STREAMS = 100
const ROWS = 10_000
const ALL_ROWS = STREAMS * ROWS
const ROUNDS = 3
const RUN = `subscription ($input: RunInput!) { run(input: $input) {
  __typename ... on RowBatch { offset rows } ... on RunFinished { resultSet { state rowCount } } } }`

interface Streamed {
  firstRowMs: number
  lastRowMs: number
  ok: boolean
}

let operations = 0
const sessions = process.argv.slice(2).map(Number).filter(Number.isFinite)
const profile = process.argv.includes('--profile') ? ['--cpu-prof', `--cpu-prof-dir=${process.cwd()}`] : []
const folder = await mkdtemp(join(tmpdir(), 'hundred-streams-'))
await chmod(folder, 0o711)
const silent = { info: () => undefined, warn: () => undefined }
const database = await startEmbeddedPostgres({
  dataDirectory: join(folder, 'postgres'),
  log: silent,
  settings: { max_connections: '300', fsync: 'off', shared_buffers: '512MB' },
})
try {
  await fill(database.url)
  console.log(`on ${cpus().length} cores, Node ${process.version}; medians of ${ROUNDS} rounds`)
  for (const count of sessions.length > 0 ? sessions : [110, 8]) await measure(count)
} finally {
  await database.stop()
  await rm(folder, { recursive: true, force: true })
}

async function fill(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined })
  await sql`create table customers as select n::int as id, 'Customer ' || n as name, n * 1000003::bigint as code,
    (n % 10007) / 100.0 as balance, n % 3 = 0 as active, date '2020-01-01' + n % 2000 as since,
    timestamptz '2024-01-01 00:00Z' + n * interval '1 minute' as seen, nullif(n % 7, 0)::float8 / 3 as ratio,
    case when n % 5 = 0 then null else md5(n::text) end as note from generate_series(1, ${ALL_ROWS}::int) n`
  await sql`analyze customers`
  await sql`create database store`
  await sql`create role reader login password 'reader'`
  await sql`grant select on customers to reader`
  await sql.end()
}

async function measure(sessionCount: number): Promise<void> {
  const server = await startServer(sessionCount)
  const api = await connectApi(server.url, 'admin@demo.local')
  try {
    const connection = await saveConnection(api, `Bench ${sessionCount}`)
    const all = await editedQuery(api, connection, 'select * from customers')
    const part = await editedQuery(api, connection, `select * from customers limit ${ROWS}`)
    const sockets = await Promise.all(
      Array.from({ length: STREAMS }, () => openSocket(server.url, api.cookie)),
    )
    const [first] = sockets
    if (!first) throw new Error('no socket')
    await stream(first, part)
    const rounds: Record<string, number>[] = []
    for (let round = 0; round < ROUNDS; round += 1) {
      const atRest = await server.ask()
      const [one] = await timed(() => stream(first, all))
      const afterOne = await server.ask()
      const small = beside(api)
      const before = await server.ask()
      const [hundred, streams] = await timed(() => Promise.all(sockets.map(socket => stream(socket, part))))
      const loop = await server.ask()
      const smallMs = await small.stop()
      const firstRows = streams.map(({ firstRowMs }) => firstRowMs)
      rounds.push({
        failures: streams.filter(({ ok }) => !ok).length,
        'first row p50 ms': percentile(firstRows, 50),
        'first row p99 ms': percentile(firstRows, 99),
        'small request p99 ms': percentile(smallMs, 99),
        'event loop p99 ms': loop.p99Ms,
        'event loop max ms': loop.maxMs,
        'one stream k rows/s': ALL_ROWS / one,
        'hundred ÷ one': one / hundred,
        'processor, hundred ÷ one': (loop.cpuMs - before.cpuMs) / (afterOne.cpuMs - atRest.cpuMs),
        'processor of a hundred ms': loop.cpuMs - before.cpuMs,
        'resident MB': loop.residentMb,
      })
    }
    console.log(`\n${sessionCount} sessions`)
    for (const name of Object.keys(rounds[0] ?? {})) {
      const values = rounds.map(round => round[name] ?? NaN)
      console.log(
        `  ${name.padEnd(24)}${percentile(values, 50).toFixed(2).padStart(10)}  (${values.map(n => n.toFixed(2)).join(', ')})`,
      )
    }
    for (const socket of sockets) socket.close()
  } finally {
    await api.close()
    await server.stop()
  }
}

async function startServer(sessionCount: number) {
  const port = await freePort()
  const storeUrl = new URL(database.url)
  storeUrl.pathname = 'store'
  const child = fork('build/server-app/main.js', {
    execArgv: [...profile, '--import', new URL('loop-watch.mjs', import.meta.url).href],
    env: {
      ...{ PATH: process.env.PATH, NODE_ENV: 'production', PORT: String(port), LLM_PROVIDER: 'built-in' },
      LOG_LEVEL: 'warn',
      ...{
        DATABASE_URL: storeUrl.href,
        DATA_DIR: join(folder, 'app'),
        DEMO: 'true',
        SAMPLES_DATABASE_URL: database.url,
      },
      ...{ DATABASE_MAX_SESSIONS: String(sessionCount), RUNS_PER_USER: String(STREAMS + 10) },
      // One person plays a hundred.
      SOCKETS_PER_USER: String(STREAMS + 10),
    },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  let output = ''
  await new Promise<void>((resolve, reject) => {
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      output += text
      if (output.includes('Ready on ')) resolve()
    })
    child.once('exit', code => reject(new Error(`The server ended with ${code}: ${output}`)))
  })
  return {
    url: `http://127.0.0.1:${port}`,
    async ask() {
      child.send('how late?')
      const [answer] = (await once(child, 'message')) as [
        { p99Ms: number; maxMs: number; residentMb: number; cpuMs: number },
      ]
      return answer
    },
    async stop() {
      child.kill('SIGTERM')
      await once(child, 'exit')
    },
  }
}

async function saveConnection(api: ApiClient, name: string): Promise<string> {
  const { port } = new URL(database.url)
  const input = {
    ...{
      name,
      engine: 'POSTGRES',
      environment: 'DEVELOPMENT',
      host: '127.0.0.1',
      port: Number(port),
    },
    ...{ database: 'postgres', username: 'reader', password: 'reader', tls: 'DISABLE', privacy: 'CATALOG' },
  }
  const { createConnection } = await api.request<{ createConnection: { id: string } }>(
    'mutation ($input: ConnectionInput!) { createConnection(input: $input) { id } }',
    { input },
  )
  return createConnection.id
}

async function openSocket(url: string, cookie: string): Promise<WebSocket> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
    headers: { cookie },
  })
  await once(socket, 'open')
  socket.send('{"type":"connection_init"}')
  await once(socket, 'message')
  return socket
}

function stream(
  socket: WebSocket,
  { id: queryId, sqlHash }: { id: string; sqlHash: string },
): Promise<Streamed> {
  const id = String((operations += 1))
  const since = performance.now()
  let firstRowMs = NaN
  let ok = false
  return new Promise(resolve => {
    const listen = (data: Buffer) => {
      const head = data.toString('latin1', 0, 200)
      if (head.includes('"RowBatch"'))
        firstRowMs = Number.isNaN(firstRowMs) ? performance.now() - since : firstRowMs
      else if (head.includes('"RunFinished"')) ok = head.includes('"COMPLETED"')
      else if (head.includes('"type":"complete"') || head.includes('"type":"error"')) {
        socket.off('message', listen)
        resolve({ firstRowMs, lastRowMs: performance.now() - since, ok })
      }
    }
    socket.on('message', listen)
    socket.send(
      JSON.stringify({
        id,
        type: 'subscribe',
        payload: { query: RUN, variables: { input: { queryId, sqlHash } } },
      }),
    )
  })
}

/** Small requests, one after another with a short breath, and how long each took. */
function beside(api: ApiClient) {
  const took: number[] = []
  let goesOn = true
  const work = (async () => {
    while (goesOn) {
      const [ms] = await timed(() => api.request('{ viewer { email } }'))
      took.push(ms)
      await new Promise(resolve => setTimeout(resolve, 10))
    }
  })()
  return {
    async stop() {
      goesOn = false
      await work
      return took
    },
  }
}

async function timed<T>(work: () => Promise<T>): Promise<[number, T]> {
  const since = performance.now()
  const result = await work()
  return [performance.now() - since, result]
}

function percentile(values: readonly number[], rank: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil((rank / 100) * sorted.length) - 1)] ?? NaN
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise(resolve => server.close(resolve))
  return port
}
