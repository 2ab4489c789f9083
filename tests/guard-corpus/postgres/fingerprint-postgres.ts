import type { Sql } from 'postgres'
import { listFiles } from '../server-files.ts'
import type { Fingerprint } from '../throwaway.ts'

/** Tables of the server's own by the places and versions of their rows, all others by what is in them. */
const RELATIONS_QUERY = `
  select c.oid::regclass::text as name, c.relkind = 'S' as sequence, c.relnamespace = 'pg_catalog'::regnamespace as own
  from pg_class c
  where c.relkind in ('r', 'm', 'S') and c.relpersistence <> 't' and c.relnamespace <> 'pg_toast'::regnamespace
  order by 1`

/** A row each: a part, and what it is like. All sessions but those of the harness must be at rest. */
const STATE_QUERY = `
  with facts (part, value) as (
    select 'setting ' || name, concat_ws(' ', setting, reset_val) from pg_settings where name <> 'port'
    union all select 'settings files', concat_ws(' ', sourcefile, name, setting, error) from pg_file_settings
    union all select 'settings read at', pg_conf_load_time()::text
    union all select 'locks', concat_ws(' ', locktype, mode, classid, objid, relation::regclass) from pg_locks
      where pid is distinct from pg_backend_pid()
    union all select 'sessions', concat_ws(' ', usename, application_name, backend_type, state, query) from pg_stat_activity
      where pid <> pg_backend_pid() and backend_type in ('client backend', 'walsender', 'parallel worker')
        and not (state = 'idle' and application_name ~ '^(harness|corpus|lovable-ai:)')
    union all select 'prepared transactions', gid from pg_prepared_xacts
    union all select 'replication slots', slot_name || slot_type from pg_replication_slots
    union all select 'statistics began', concat_ws(' ', datname, stats_reset) from pg_stat_database
    union all select 'statistics began', 'writer ' || stats_reset from pg_stat_bgwriter
    union all select 'statistics began', 'archiver ' || stats_reset from pg_stat_archiver
    union all select 'transactions', pg_snapshot_xmax(pg_current_snapshot())::text
    union all select 'recovery', pg_is_in_recovery()::text
  )
  select part, string_agg(value, '; ' order by value) as value from facts group by part`

/** Standby: a note of what runs, written now and then. PRUNE and hints: who reads tidies up what others have left. */
const LOG_QUERY = `
  select string_agg(distinct resource_manager || ' ' || record_type, ', ') as value
  from harness.pg_get_wal_records_info($1::pg_lsn, pg_current_wal_flush_lsn())
  where resource_manager <> 'Standby' and record_type !~ '^(PRUNE|FPI_FOR_HINT|CHECKPOINT)'`

const PASSING =
  /^base\/pgsql_tmp$|^(pg_wal|pg_stat|pg_stat_tmp|pg_subtrans|pg_xact|pg_logical\/snapshots)\/|pg_internal\.init|^(postmaster|server)\.pid$/
const READABLE = /^(scratch\/.*|[^/]*\.conf|PG_VERSION|pg_logical\/.*)$/

/** All in the database, what the server's databases share, and the log in which every write of all of them is. */
export const fingerprintPostgres = {
  logEnd: async (sql: Sql): Promise<string> =>
    String((await sql`select pg_current_wal_insert_lsn() as value`)[0]?.value),

  async take(sql: Sql, folder: string, logStart: string): Promise<Fingerprint> {
    const relations = await sql.unsafe(RELATIONS_QUERY)
    const rows = relations.map(({ name, own, sequence }) => {
      const row = own
        ? `t.xmin::text || t.ctid`
        : sequence
          ? `concat_ws(' ', t.last_value, t.is_called)`
          : `(t.*)::text`
      return `select 'rows of ${name}' as part, count(*) || ' ' || coalesce(sum(hashtextextended(${row}, 0)::numeric), 0) as value from only ${name} t`
    })
    const state = await sql.unsafe(
      `select * from (${rows.join(' union all ')}) r union all select * from (${STATE_QUERY}) s`,
    )
    return new Map<string, string>([
      ...state.map(({ part, value }): [string, string] => [String(part), String(value)]),
      ...(await listFiles(folder, { passing: PASSING, readable: READABLE })),
      ['write-ahead log', await writtenSince(sql, logStart)],
    ])
  },
}

async function writtenSince(sql: Sql, logStart: string, tries = 100): Promise<string> {
  const [written] = await sql`
    select pg_current_wal_insert_lsn() > ${logStart}::pg_lsn as more, pg_current_wal_flush_lsn() >= pg_current_wal_insert_lsn() as flushed`
  if (written?.more !== true) return ''
  if (written.flushed !== true && tries > 0) {
    await sql`select pg_sleep(0.02)`
    return writtenSince(sql, logStart, tries - 1)
  }
  const [row] = await sql.unsafe(LOG_QUERY, [logStart])
  return String(row?.value ?? '')
}

/** DISCARD ALL has been there. A library that was loaded shows in its settings, too; that of PL/pgSQL comes with every server. */
export const LEFTOVERS_QUERY = `
  select concat_ws('; ',
    (select string_agg(name || '=' || setting, ' ' order by name) from pg_settings
      where name !~ '^(plpgsql[.]|transaction_|application_name|statement_timeout|idle_in|lock_timeout)'),
    (select string_agg(name, ' ') from pg_prepared_statements),
    (select string_agg(name, ' ') from pg_cursors where name <> ''),
    (select string_agg(channel, ' ') from pg_listening_channels() channel),
    (select count(*) from pg_class where relpersistence = 't' and relnamespace = pg_my_temp_schema()),
    current_user, session_user)`
