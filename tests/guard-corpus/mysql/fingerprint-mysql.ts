import type { Connection } from 'mysql2/promise'
import { listFiles } from '../server-files.ts'
import type { Fingerprint } from '../throwaway.ts'

const TABLES_QUERY = `
  select concat('\`', table_schema, '\`.\`', table_name, '\`') from information_schema.tables
  where table_type in ('BASE TABLE', 'SEQUENCE') and table_schema not in ('information_schema', 'performance_schema')`

/** A part, and what it is like: one row of several cells each. All sessions but those of the harness must be at rest. */
const STATE: readonly (readonly [string, string])[] = [
  ['columns', `select table_schema, table_name, column_name, ordinal_position, column_type, column_default, extra, column_comment
     from information_schema.columns where table_schema not in ('information_schema', 'performance_schema', 'sys')`],
  ['indexes', `select table_schema, table_name, index_name, column_name from information_schema.statistics
     where table_schema not in ('information_schema', 'performance_schema', 'sys')`],
  ['tables', `select table_schema, table_name, table_type, engine, table_collation, create_options, table_comment
     from information_schema.tables where table_schema not in ('information_schema', 'performance_schema', 'sys')`],
  ['views', `select table_schema, table_name, md5(view_definition) from information_schema.views`],
  ['triggers', 'select trigger_schema, trigger_name, md5(action_statement) from information_schema.triggers'],
  ['databases', 'select schema_name, default_collation_name from information_schema.schemata'],
  ['plugins', 'select plugin_name, plugin_status from information_schema.plugins'],
  ['locks', `select object_type, object_schema, object_name, lock_type from performance_schema.metadata_locks
     where owner_thread_id <> (select thread_id from performance_schema.threads where processlist_id = connection_id())
       and (object_type <> 'TABLE' or lock_duration = 'EXPLICIT')`],
  ['transactions', `select trx_state, trx_query from information_schema.innodb_trx where trx_mysql_thread_id <> connection_id()`],
  ['sessions', `select user, command, db, state, info from information_schema.processlist
     where id <> connection_id() and command not in ('Sleep', 'Daemon') and info not like 'select sleep(1000000)%'`],
  ['read by replicas', 'show all slaves status'],
  ['logs', 'show binary logs'],
] // prettier-ignore

const PASSING =
  /^(ib_logfile|ibtmp|aria_log|ib_buffer_pool|ddl_recovery|bin\.|master-|multi-master|tc\.log|#sql-temptable)/
const READABLE = /^scratch\//

/** The whole server: the rows of all its tables, also those of accounts and functions, and each write in the log. */
export async function fingerprintMysql(sql: Connection, folder: string): Promise<Fingerprint> {
  const tables = (await readRows(sql, TABLES_QUERY)).flat().map(String)
  const checksums = await readRows(sql, `checksum table ${tables.join(', ')}`)
  const settings = await readRows(sql, 'show global variables')
  const fingerprint = new Map<string, string>([
    ...checksums.map(([table, sum]): [string, string] => [`rows of ${String(table)}`, String(sum)]),
    ...settings.map(([name, value]): [string, string] => [`setting ${String(name)}`, String(value)]),
    ...(await listFiles(folder, { passing: PASSING, readable: READABLE })),
  ])
  // The number of the last start is in it.
  for (const name of ['port', 'pid_file']) fingerprint.delete(`setting ${name}`)
  for (const [part, query] of STATE) fingerprint.set(part, textOf(await readRows(sql, query)))
  return fingerprint
}

export async function readRows(sql: Connection, text: string): Promise<readonly unknown[][]> {
  const [rows] = await sql.query({ sql: text, rowsAsArray: true })
  return rows as unknown[][]
}

function textOf(rows: readonly unknown[][]): string {
  return rows
    .map(row => row.map(String).join(' '))
    .sort()
    .join('; ')
}

/** A reset of the session has been there. The database that names are looked up in survives one. */
export const LEFTOVERS_QUERY = `
  select concat_ws('; ', database(), current_user(), current_role(), last_insert_id(),
    (select group_concat(variable_name, '=', variable_value order by variable_name separator ' ')
     from information_schema.session_variables
     where variable_name not in ('TIMESTAMP', 'PSEUDO_THREAD_ID', 'RAND_SEED1', 'RAND_SEED2', 'LAST_GTID', 'MAX_STATEMENT_TIME',
       'LOCK_WAIT_TIMEOUT', 'INNODB_LOCK_WAIT_TIMEOUT', 'NET_WRITE_TIMEOUT', 'WAIT_TIMEOUT')),
    (select group_concat(variable_name, variable_value) from information_schema.user_variables))`
