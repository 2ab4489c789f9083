import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import postgres from 'postgres'
import type { Sql } from 'postgres'
import { postgresEngine } from '../../../server/databases/postgres/postgres.ts'
import { CLUSTER_SUPERUSER, startPostgresCluster } from '../../fixtures/postgres-cluster.ts'
import { giveToServer } from '../../fixtures/server-process.ts'
import { replaceFolder } from '../server-files.ts'
import { DATABASE, fillShop, NEIGHBOURS_TEXT, READER, SECRET_TEXT } from '../throwaway.ts'
import type { Throwaway, ThrowawayOptions } from '../throwaway.ts'
import { fingerprintPostgres, LEFTOVERS_QUERY } from './fingerprint-postgres.ts'

const SETTINGS = {
  // The most that statements can need.
  wal_level: 'logical',
  max_prepared_transactions: '5',
  // So that nothing changes by itself.
  autovacuum: 'off',
  checkpoint_timeout: '1d',
  wal_writer_delay: '10ms',
}

const SECRETS_QUERY = `
  select rolpassword from pg_authid where rolpassword is not null
  union select current_setting('data_directory')`

/** What was open in a server that was stopped is of no use any more. */
interface Sessions {
  admin: Sql
  worker: Sql
  neighbour: Sql
}

/** About 4 s. */
export async function startThrowawayPostgres(options: ThrowawayOptions): Promise<Throwaway> {
  const cluster = await startPostgresCluster({
    within: options.within,
    hba: ['host all all 127.0.0.1/32 trust'],
    settings: SETTINGS,
  })
  const copy = `${cluster.folder}-copy`
  const scratch = join(cluster.folder, 'scratch')
  const localize = (sql: string) => sql.replaceAll('/tmp/', `${scratch}/`)
  await mkdir(scratch)
  await writeFile(join(scratch, 'secret.txt'), SECRET_TEXT)
  await giveToServer(scratch, join(scratch, 'secret.txt'))

  const connect = (database: string) =>
    postgres({
      ...{ host: '127.0.0.1', port: cluster.port(), username: CLUSTER_SUPERUSER, database },
      ...{
        max: 1,
        fetch_types: false,
        onnotice: () => undefined,
        connection: { application_name: 'harness', lock_timeout: 2000 },
      },
    })

  async function fill(): Promise<string> {
    const outside = connect('postgres')
    await outside.unsafe(`create database ${DATABASE}`)
    await outside.end()
    const admin = connect(DATABASE)
    await fillShop(options, statement => admin.unsafe(localize(statement)))
    await admin.unsafe('create schema harness; create extension pg_walinspect schema harness')
    await admin.unsafe(postgresEngine.dialect.readOnlyLoginSql({ database: DATABASE, schemas: ['public'] }))
    // Else the first who reads a row writes down that it is seen by all.
    await admin.unsafe('vacuum (freeze, analyze)')
    const [row] = await admin`show server_version`
    await admin.end()
    return `PostgreSQL ${String(row?.server_version).split(' ')[0]}`
  }

  async function open(): Promise<Sessions> {
    const neighbour = connect(DATABASE)
    await neighbour.unsafe(`select '${NEIGHBOURS_TEXT}'`)
    return { admin: connect(DATABASE), worker: connect(DATABASE), neighbour }
  }

  async function leave(): Promise<void> {
    await Promise.allSettled(Object.values(sessions).map((session: Sql) => session.end({ timeout: 0 })))
  }

  const name = await fill()
  await cluster.shutDown()
  await replaceFolder(copy, cluster.folder)
  await cluster.start()
  let sessions = await open()
  const secrets = (await sessions.admin.unsafe(SECRETS_QUERY)).map(row => String(Object.values(row)[0]))
  let logStart = await fingerprintPostgres.logEnd(sessions.admin)

  return {
    name,
    engine: postgresEngine,
    target(login) {
      const { username, password } =
        login === 'reader' ? READER : { username: CLUSTER_SUPERUSER, password: '' }
      return {
        host: '127.0.0.1',
        port: cluster.port(),
        database: DATABASE,
        username,
        password,
        tls: 'DISABLE',
      }
    },
    localize,
    secrets: () => [...secrets, SECRET_TEXT, NEIGHBOURS_TEXT],
    leftoversQuery: LEFTOVERS_QUERY,
    fingerprint: () => fingerprintPostgres.take(sessions.admin, cluster.folder, logStart),
    administrate: sql =>
      sessions.worker.unsafe(localize(sql)).then(
        () => null,
        (error: Error) => error.message,
      ),
    async restore() {
      await leave()
      await cluster.stop()
      await replaceFolder(cluster.folder, copy)
      await cluster.start()
      sessions = await open()
      logStart = await fingerprintPostgres.logEnd(sessions.admin)
    },
    async remove() {
      await leave()
      await cluster.remove()
      await rm(copy, { recursive: true, force: true })
    },
  }
}
