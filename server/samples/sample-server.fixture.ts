import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import postgres from 'postgres'
import type { Sql } from 'postgres'
import { startEmbeddedPostgres } from '../store/embedded/embedded-postgres.ts'
import { installSamples } from './samples.ts'
import type { InstallSamplesOptions, SampleTarget, Samples } from './samples.ts'

/** For tests: a PostgreSQL of its own, because the names of the samples are fixed and the tests break them. */
export interface SampleServer {
  port: number
  options: InstallSamplesOptions
  install(changes?: Partial<InstallSamplesOptions>): Promise<Samples>
  /** One session, until the next `disconnect`. */
  connect(target: SampleTarget): Sql
  connectAsAdministrator(database?: string): Sql
  disconnect(): Promise<void>
  stop(): Promise<void>
}

export async function startSampleServer(): Promise<SampleServer> {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'lovable-samples-'))
  const log = { info: () => undefined, warn: () => undefined }
  const server = await startEmbeddedPostgres({ dataDirectory, log, settings: { fsync: 'off' } })
  const options: InstallSamplesOptions = {
    administratorUrl: server.url,
    root: resolve(import.meta.dirname, '../..'),
    passwords: {
      developmentOwner: `it's "dev" \\ 1`,
      productionReader: 'prod-1',
      productionOwner: 'owner-1',
    },
  }

  const sessions: Sql[] = []
  const keep = (sql: Sql) => {
    sessions.push(sql)
    return sql
  }
  const disconnect = async () => {
    await Promise.all(sessions.splice(0).map(sql => sql.end()))
  }

  return {
    port: server.port,
    options,
    install: changes => installSamples({ ...options, ...changes }),
    connect: target => keep(postgres({ ...target, max: 1, onnotice: () => undefined })),
    connectAsAdministrator: (database = 'postgres') =>
      keep(postgres(server.url, { database, max: 1, onnotice: () => undefined })),
    disconnect,
    stop: async () => {
      await disconnect()
      await server.stop()
      await rm(dataDirectory, { recursive: true, force: true })
    },
  }
}

/** The code of what goes wrong, PostgreSQL's or ours. */
export async function codeOf(work: Promise<unknown>): Promise<unknown> {
  try {
    await work
    return 'no error'
  } catch (error) {
    return error instanceof Error && 'code' in error ? error.code : error
  }
}

export async function countOrders(sql: Sql): Promise<unknown> {
  const [row] = await sql`SELECT count(*)::int FROM orders`
  return row?.count
}
