/** The processes that are measured: the floors, and the built server as `npm start` has it. */
import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import type { ApiClient } from '../../tests/fixtures/api-client.ts'
import { ask } from '../../tests/flow/documents.ts'

export interface Usage {
  cpuMs: number
  residentMb: number
  peakMb: number
}

export interface Measured {
  port: number
  /** `fromNow`: the peak is that since this call. */
  usage(fromNow?: boolean): Promise<Usage>
  stop(): Promise<void>
}

const WATCH = ['--import', new URL('usage-watch.mjs', import.meta.url).href]

export async function startFloor(postgresUrl: string, mysqlUrl: string): Promise<Measured> {
  const child = fork(fileURLToPath(new URL('floor.ts', import.meta.url)), [postgresUrl, mysqlUrl], {
    execArgv: [...process.execArgv, ...WATCH],
  })
  const [{ port }] = (await once(child, 'message')) as [{ port: number }]
  return measured(child, port)
}

export interface AppStores {
  storeUrl: string
  samplesUrl: string
  dataDirectory: string
}

/** @param nodeOptions such as `--cpu-prof` */
export async function startApp(
  { storeUrl, samplesUrl, dataDirectory }: AppStores,
  nodeOptions: readonly string[] = [],
  environment: Readonly<Record<string, string>> = {},
): Promise<Measured> {
  const port = await freePort()
  const child = fork('build/server-app/main.js', {
    execArgv: [...nodeOptions, '--enable-source-maps', ...WATCH],
    env: {
      ...{ PATH: process.env.PATH, NODE_ENV: 'production', PORT: String(port), LLM_PROVIDER: 'built-in' },
      LOG_LEVEL: 'warn',
      ...{ DATABASE_URL: storeUrl, DATA_DIR: dataDirectory, DEMO: 'true', SAMPLES_DATABASE_URL: samplesUrl },
      // A client is stalled for a minute here and then wants the rest; the table has no primary reason to ask back.
      ...{ RUN_STALL_SECONDS: '300', RUN_CONFIRM_ROWS: '0', RUN_CONFIRM_COST: '0' },
      ...environment,
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
  return measured(child, port)
}

function measured(child: ChildProcess, port: number): Measured {
  return {
    port,
    async usage(fromNow = false) {
      child.send(fromNow ? 'peak from now' : 'usage')
      const [usage] = (await once(child, 'message')) as [Usage]
      return usage
    },
    async stop() {
      if (child.exitCode !== null) return
      const exited = once(child, 'exit')
      child.kill('SIGTERM')
      await exited
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise(resolve => server.close(resolve))
  return port
}

/** A connection of the server to the database of the URL, as somebody would save it. @returns its id */
export async function saveConnection(api: ApiClient, name: string, url: string): Promise<string> {
  const { protocol, hostname, port, pathname, username, password } = new URL(url)
  const input = {
    ...{ name, engine: protocol === 'mysql:' ? 'MYSQL' : 'POSTGRES', environment: 'DEVELOPMENT' },
    ...{ host: hostname, port: Number(port), database: pathname.slice(1), username, password },
    ...{ tls: 'DISABLE', privacy: 'CATALOG' },
  }
  const { createConnection } = await api.request<{ createConnection: { id: string } }>(
    'mutation ($input: ConnectionInput!) { createConnection(input: $input) { id } }',
    { input },
  )
  return createConnection.id
}

export interface Query {
  id: string
  sqlHash: string
}

/** This very SQL as a query, put in the place of one that was asked for. */
export async function saveQuery(api: ApiClient, connectionId: string, sql: string): Promise<Query> {
  const { query } = await ask(api, { connectionId, text: 'Show me all rows of bench' })
  const { reviseQuery } = await api.request<{
    reviseQuery: Query & { check: { allowed: boolean; refusals: { message: string }[] } }
  }>(
    `mutation ($queryId: ID!, $sql: String!) { reviseQuery(queryId: $queryId, sql: $sql) {
      id sqlHash check { allowed refusals { message } } } }`,
    { queryId: query?.id, sql },
  )
  const { check } = reviseQuery
  if (!check.allowed) throw new Error(`Refused: ${check.refusals.map(({ message }) => message).join(' ')}`)
  return reviseQuery
}
