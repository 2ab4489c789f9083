/**
 * Rows at the client through the built server, against floors that do nothing but send them, in the same run and in turn:
 * rows per second, first row, processor time, memory, and files. Prints medians, and medians of the ratios of each round.
 * Usage: node scripts/build.mjs && npx tsx bench/stream.ts [rows, 1,000,000 at most] [rounds] [part ...]
 * Parts: postgres, columns (100 of them), mariadb, csv, memory, stalled; all by default. `--profile` adds a processor
 * profile of the server. Starts servers of its own; `psql` has to be on the PATH for `csv`.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createConnection } from 'mysql2/promise'
import postgres from 'postgres'
import { connectApi } from '../tests/fixtures/api-client.ts'
import { startServers } from '../tests/fixtures/global-setup.ts'
import { loadMysqlRows, loadPostgresRows, PLAIN_COLUMNS } from './stream-data.ts'
import { receiveFile, receiveFloor, receiveRun } from './stream/receive.ts'
import type { Received } from './stream/receive.ts'
import { saveConnection, saveQuery, startApp, startFloor } from './stream/servers.ts'
import type { Measured } from './stream/servers.ts'

const PARTS = ['postgres', 'columns', 'mariadb', 'csv', 'memory', 'stalled'] as const
const ALL = 'select * from rows_of_bench'
const NAMES = ['id', 'customer', 'price', 'placed_at', 'paid', 'note', 'score', 'day', 'code']
const WIDE_COLUMNS = 100
const STALL_MS = 60_000
const WARM_ROWS = 50_000

interface Variant {
  name: string
  server: Measured
  receive: () => Promise<Received>
}

interface Round extends Received {
  serverMs: number
}

const wanted = process.argv.slice(2)
const [rows = 1_000_000, rounds = 5] = wanted.map(Number).filter(Number.isFinite)
const parts = PARTS.filter(part => wanted.includes(part))
const folder = await mkdtemp(join(tmpdir(), 'stream-'))
const { provided, stop } = await startServers()
try {
  await measureAll(parts.length > 0 ? parts : PARTS)
} finally {
  await stop()
  await rm(folder, { recursive: true, force: true })
}

async function measureAll(chosen: readonly (typeof PARTS)[number][]): Promise<void> {
  const postgresUrl = await preparePostgres()
  const mysqlUrl = chosen.includes('mariadb') ? await prepareMysql() : ''
  const profile = wanted.includes('--profile') ? ['--cpu-prof', `--cpu-prof-dir=${process.cwd()}`] : []
  const floor = await startFloor(postgresUrl, mysqlUrl)
  const open = (name: string, environment: Readonly<Record<string, string>> = {}) =>
    startApp(
      {
        storeUrl: withDatabase(provided.postgresUrl, name),
        samplesUrl: provided.postgresUrl,
        dataDirectory: join(folder, name),
      },
      profile,
      environment,
    )
  const app = await open('store')
  const api = await connectApi(`http://127.0.0.1:${app.port}`, 'admin@demo.local')
  try {
    const connection = await saveConnection(api, 'Rows', postgresUrl)
    const fromFloor = (name: 'cursor' | 'copy' | 'mysql2' | 'first row', sql: string): Variant => ({
      ...{ name: `bare ${name}`, server: floor },
      receive: () => receiveFloor(floor.port, { floor: name, sql }),
    })
    const fromRun = async (sql: string, on = connection): Promise<Variant> => {
      const query = await saveQuery(api, on, sql)
      return { name: 'run', server: app, receive: () => receiveRun(app.port, api.cookie, query) }
    }
    const fileOf = async (sql: string): Promise<Variant> => {
      const { id, sqlHash } = await saveQuery(api, connection, sql)
      const url = `http://127.0.0.1:${app.port}/exports/${id}.csv?sqlHash=${sqlHash}`
      return { name: 'export', server: app, receive: () => receiveFile(url, api.cookie) }
    }
    const fileOfPsql = (sql: string): Variant => ({
      ...{ name: 'bare psql', server: floor },
      receive: () => receiveFile(`http://127.0.0.1:${floor.port}/?sql=${encodeURIComponent(sql)}`),
    })
    const work: Readonly<Record<(typeof PARTS)[number], () => Promise<void>>> = {
      async postgres() {
        const crowded = await open('store_of_crowd', { RUN_PORTIONS_FROM: '0' })
        const other = await connectApi(`http://127.0.0.1:${crowded.port}`, 'admin@demo.local')
        const query = await saveQuery(other, await saveConnection(other, 'Rows', postgresUrl), ALL)
        const portions: Variant = {
          ...{ name: 'run, cursor', server: crowded },
          receive: () => receiveRun(crowded.port, other.cookie, query),
        }
        const variants = [fromFloor('cursor', ALL), fromFloor('copy', ALL), await fromRun(ALL), portions]
        try {
          await compare(`PostgreSQL, ${rows} rows × 9 columns`, rows, variants)
        } finally {
          await other.close()
          await crowded.stop()
        }
        await compareFirstRows(fromFloor('first row', ALL), await fromRun(ALL))
      },
      async columns() {
        const few = Math.ceil(rows / 10)
        const list = Array.from({ length: WIDE_COLUMNS }, (_, at) => `${NAMES[at % 9]} as c${at}`).join(', ')
        const sql = `select ${list} from rows_of_bench where id <= ${few}`
        const variants = [fromFloor('cursor', sql), fromFloor('copy', sql), await fromRun(sql)]
        await compare(`PostgreSQL, ${few} rows × ${WIDE_COLUMNS} columns`, few, variants)
      },
      async mariadb() {
        const variants = [
          fromFloor('mysql2', ALL),
          await fromRun(ALL, await saveConnection(api, 'Rows of MariaDB', mysqlUrl)),
        ]
        await compare(`MariaDB, ${rows} rows × 9 columns`, rows, variants)
      },
      async csv() {
        for (const columns of ['*', PLAIN_COLUMNS, 'id, placed_at', 'id, day', 'id, paid', 'id, code']) {
          const sql = `select ${columns} from rows_of_bench`
          await compare(`CSV of ${columns}`, rows, [fileOfPsql(sql), await fileOf(sql)])
        }
      },
      async memory() {
        const many = `select r.* from rows_of_bench as r cross join generate_series(1, 5) as s`
        await measureGrowth(`${5 * rows} rows`, app, (await fromRun(many)).receive)
      },
      async stalled() {
        const query = await saveQuery(api, connection, ALL)
        await measureGrowth(`a client stalled for ${STALL_MS / 1000} s`, app, () =>
          receiveRun(app.port, api.cookie, query, STALL_MS),
        )
      },
    }
    await (await fromRun(`${ALL} limit ${WARM_ROWS}`)).receive()
    for (const part of chosen) await work[part]()
  } finally {
    await api.close()
    await app.stop()
    await floor.stop()
  }
}

/** In turn, every other round backwards; the first variants are what the others are held to. */
async function compare(title: string, expected: number, variants: readonly Variant[]): Promise<void> {
  const results = variants.map((): Round[] => [])
  const order = variants.map((_, index) => index)
  for (const variant of variants) await variant.receive()
  for (let round = 0; round < rounds; round += 1)
    for (const index of round % 2 === 0 ? order : order.toReversed()) {
      const variant = variants[index] as Variant
      const before = await variant.server.usage()
      const received = await variant.receive()
      if (received.rows !== expected) throw new Error(`${variant.name} gave ${received.rows} rows`)
      const after = await variant.server.usage()
      results[index]?.push({ ...received, serverMs: after.cpuMs - before.cpuMs })
    }
  console.log(`\n${title}`)
  const floors = variants.filter(({ name }) => name.startsWith('bare '))
  variants.forEach(({ name }, index) => {
    const own = results[index] ?? []
    const ratios = floors.map((floor, at) => {
      const perRound = own.map(({ elapsedMs }, round) => (results[at]?.[round]?.elapsedMs ?? NaN) / elapsedMs)
      return `${median(perRound).toFixed(2)} of ${floor.name}`
    })
    console.log(
      `  ${name.padEnd(12)}${(expected / median(own.map(({ elapsedMs }) => elapsedMs))).toFixed(0).padStart(5)} k rows/s, ` +
        `${(median(own.map(({ bytes }) => bytes)) / 1e6).toFixed(0)} MB, first row ` +
        `${median(own.map(({ firstRowMs }) => firstRowMs)).toFixed(1)} ms, server ` +
        `${median(own.map(({ serverMs }) => serverMs)).toFixed(0)} ms of processor; ${ratios.join(', ')}`,
    )
  })
}

async function compareFirstRows(driver: Variant, run: Variant): Promise<void> {
  const own: number[] = []
  const first: number[] = []
  for (let round = 0; round < Math.max(rounds, 5); round += 1) {
    own.push((await driver.receive()).firstRowMs)
    first.push((await run.receive()).firstRowMs)
  }
  console.log(
    `  first row: the driver's own ${median(own).toFixed(1)} ms, at the client of a run ${median(first).toFixed(1)} ms`,
  )
}

async function measureGrowth(title: string, app: Measured, receive: () => Promise<Received>): Promise<void> {
  await receive()
  const before = await app.usage(true)
  const received = await receive()
  const after = await app.usage()
  console.log(
    `\nMemory, ${title}: from ${before.residentMb.toFixed(0)} MB to at most ${after.peakMb.toFixed(0)} MB ` +
      `(${(after.peakMb - before.residentMb).toFixed(0)} more); ${received.rows} rows arrived`,
  )
}

async function preparePostgres(): Promise<string> {
  const admin = postgres(provided.postgresUrl, { max: 1, onnotice: () => undefined })
  await admin`create database store`
  await admin`create database store_of_crowd`
  await admin`create database stream`
  await admin`create role reader login password 'reader'`
  await admin.end()
  const url = withDatabase(provided.postgresUrl, 'stream')
  const startedAt = performance.now()
  await loadPostgresRows(url, rows)
  const owner = postgres(url, { max: 1 })
  await owner`grant select on rows_of_bench to reader`
  await owner.end()
  console.log(`${rows} rows loaded into PostgreSQL in ${seconds(startedAt)} s`)
  return withDatabase(provided.postgresUrl, 'stream', 'reader')
}

async function prepareMysql(): Promise<string> {
  if ('missing' in provided.mysql) throw new Error(provided.mysql.missing)
  const admin = await createConnection(provided.mysql.url)
  await admin.query('create database stream')
  await admin.query("create user reader@'%' identified by 'reader'")
  await admin.query("grant select on stream.* to reader@'%'")
  await admin.end()
  const startedAt = performance.now()
  await loadMysqlRows(withDatabase(provided.mysql.url, 'stream'), rows)
  console.log(`${rows} rows loaded into MariaDB in ${seconds(startedAt)} s`)
  return withDatabase(provided.mysql.url, 'stream', 'reader')
}

function withDatabase(url: string, database: string, login: string | null = null): string {
  const changed = new URL(url)
  changed.pathname = database
  if (login !== null) Object.assign(changed, { username: login, password: login })
  return changed.href
}

function seconds(since: number): string {
  return ((performance.now() - since) / 1000).toFixed(1)
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}
