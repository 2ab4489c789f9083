import { randomBytes } from 'node:crypto'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createConnection } from 'mysql2/promise'
import type { Connection } from 'mysql2/promise'
import { mysqlEngine } from '../../../server/databases/mysql/mysql.ts'
import { setUpServer } from '../../fixtures/mariadb.ts'
import { giveToServer } from '../../fixtures/server-process.ts'
import { findMariadb } from '../../fixtures/server-programs.mjs'
import { replaceFolder } from '../server-files.ts'
import { DATABASE, fillShop, NEIGHBOURS_TEXT, READER, SECRET_TEXT } from '../throwaway.ts'
import type { Throwaway, ThrowawayOptions } from '../throwaway.ts'
import { fingerprintMysql, LEFTOVERS_QUERY, readRows } from './fingerprint-mysql.ts'

const SETTINGS = [
  // Every change that is kept is in this log.
  ...['--log-bin=bin', '--log-bin-trust-function-creators=1'],
  // The most that statements can need.
  ...['--secure-file-priv=', '--local-infile=1', '--event-scheduler=ON'],
  // Who holds locks by name is shown nowhere else.
  '--performance-schema-instrument=wait/lock/metadata/sql/mdl=ON',
  '--ignore-db-dirs=scratch',
  // So that nothing changes by itself.
  '--innodb-stats-auto-recalc=0',
]

const SECRETS_QUERY = `
  select json_value(priv, '$.authentication_string') from mysql.global_priv
  where json_value(priv, '$.authentication_string') <> '' union select @@datadir`

interface Sessions {
  admin: Connection
  worker: Connection
  neighbour: Connection
}

/** A MariaDB, whatever server other tests are given. About 2 s. */
export async function startThrowawayMysql(options: ThrowawayOptions): Promise<Throwaway> {
  const folder = join(options.within, `throwaway-mysql-${randomBytes(4).toString('hex')}`)
  const copy = `${folder}-copy`
  const program = await findMariadb()
  const start = await setUpServer({ program, folder, caFile: '', certificate: null, settings: SETTINGS })
  const scratch = join(folder, 'scratch')
  const localize = (sql: string) => sql.replaceAll('/tmp/', `${scratch}/`)
  await mkdir(scratch)
  await writeFile(join(scratch, 'secret.txt'), SECRET_TEXT)
  await giveToServer(scratch, join(scratch, 'secret.txt'))
  let server = await start()

  const connect = (database: string) =>
    createConnection({
      uri: Object.assign(new URL(server.url), { pathname: database }).href,
      charset: 'utf8mb4_general_ci',
    })

  async function fill(): Promise<void> {
    const admin = await connect('mysql')
    await admin.query(`create database ${DATABASE}`)
    await admin.query(`use ${DATABASE}`)
    await admin.query(`set session sql_mode = 'STRICT_TRANS_TABLES'`)
    await fillShop(options, statement => admin.query(localize(statement)))
    const login = mysqlEngine.dialect.readOnlyLoginSql({ database: DATABASE, schemas: [DATABASE] })
    for (const statement of login.split(/;$/m)) if (/^\s*\w/m.test(statement)) await admin.query(statement)
    await admin.query('shutdown')
    await admin.end().catch(() => undefined)
    await server.exited
  }

  async function open(): Promise<Sessions> {
    const neighbour = await connect(DATABASE)
    // Ends with the session.
    void neighbour.query(`select sleep(1000000), '${NEIGHBOURS_TEXT}'`).catch(() => undefined)
    const admin = await connect(DATABASE)
    // What somebody has locked cannot be looked at: that is an effect, not a reason to wait.
    await admin.query('set lock_wait_timeout = 2, innodb_lock_wait_timeout = 2')
    return { admin, worker: await connect(DATABASE), neighbour }
  }

  function leave(): void {
    for (const session of Object.values<Connection>({ ...sessions })) session.destroy()
  }

  await fill()
  await replaceFolder(copy, folder)
  server = await start()
  let sessions = await open()
  const secrets = (await readRows(sessions.admin, SECRETS_QUERY)).map(([secret]) => String(secret))
  const [[version] = []] = await readRows(sessions.admin, 'select version()')

  return {
    name: `MariaDB ${String(version).split('-')[0]}`,
    engine: mysqlEngine,
    target(login) {
      const url = new URL(server.url)
      const { username, password } = login === 'reader' ? READER : url
      return { host: '127.0.0.1', port: server.port, database: DATABASE, username, password, tls: 'DISABLE' }
    },
    localize,
    secrets: () => [...secrets, SECRET_TEXT, NEIGHBOURS_TEXT],
    leftoversQuery: LEFTOVERS_QUERY,
    fingerprint: () => fingerprintMysql(sessions.admin, folder),
    administrate: sql =>
      sessions.worker.query(localize(sql)).then(
        () => null,
        (error: Error) => error.message,
      ),
    async restore() {
      leave()
      await server.stop()
      await replaceFolder(folder, copy)
      server = await start()
      sessions = await open()
    },
    async remove() {
      leave()
      await server.stop()
      for (const path of [folder, copy]) await rm(path, { recursive: true, force: true, maxRetries: 20 })
    },
  }
}
