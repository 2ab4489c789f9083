/** A lock that somebody holds for longer than this is reported instead of waited for. */
const MAX_LOCK_WAIT_MS = 10_000
/** For each sort and hash of a statement; a server that is set to less keeps it. */
const MAX_WORK_MEMORY = '256MB'
/** Where the login may set it, which takes a superuser: what sorts and hashes of one session may put on disk. */
const MAX_TEMPORARY_FILES = '16GB'

/**
 * Opens the only kind of transaction we use. READ ONLY and a snapshot of its own, which its first query takes; after
 * that the server refuses to turn READ WRITE. It also names the server process: behind a pooler that is another one in
 * each transaction. It always ends with ROLLBACK, which also undoes settings, notifications and large objects that a
 * statement may have got past READ ONLY. All settings are LOCAL; one that the server refused would end the transaction,
 * so each is decided by what the server is.
 */
export function beginReadOnly(timeoutMs: number, serverVersionNumber: number): string {
  const statementMs = Math.max(1, Math.ceil(timeoutMs))
  const since = (version: number, ...parts: string[]) => (serverVersionNumber >= version ? parts : [])
  return [
    'begin isolation level repeatable read read only',
    // First, so that the names below mean the server's own as well.
    PIN_SEARCH_PATH,
    `set local statement_timeout = ${statementMs}`,
    `set local lock_timeout = ${Math.min(statementMs, MAX_LOCK_WAIT_MS)}`,
    `set local idle_in_transaction_session_timeout = ${statementMs + 60_000}`,
    // A suspended portal does not count as idle; this ends the backend when our process hangs for ever.
    ...since(170_000, `set local transaction_timeout = ${10 * statementMs + 600_000}`),
    // No cancel and no time limit stops the compiler, and a large plan can keep it busy for seconds.
    ...since(110_000, 'set local jit = off'),
    // What `cells.ts` reads.
    "set local timezone = 'UTC'",
    "set local datestyle = 'ISO, YMD'",
    "set local intervalstyle = 'iso_8601'",
    "set local bytea_output = 'hex'",
    'set local extra_float_digits = 3',
    'set local standard_conforming_strings = on',
    // One statement for all that takes an expression.
    `select ${[
      'pg_catalog.pg_backend_pid() as pid',
      ...since(90_600, LIMIT_WORK),
      ...since(140_000, NOTICE_OUR_END),
    ].join(', ')}`,
  ].join('; ')
}

/**
 * The schemas of the login, with the server's own before all of them, as the guard reads names: else a function or an
 * operator of a user could stand in for the server's. Temporary ones come last: behind a pooler they are somebody
 * else's. Written with full names only, because at this point names can still mean anything.
 */
const PIN_SEARCH_PATH = `
  select pg_catalog.set_config('search_path', pg_catalog.concat_ws(', ', 'pg_catalog', (
    select pg_catalog.string_agg(pg_catalog.quote_ident(own.name::pg_catalog.text), ', ' order by own.place)
    from pg_catalog.unnest(pg_catalog.current_schemas(false)) with ordinality as own (name, place)
  ), 'pg_temp'), true)`

const LIMIT_WORK = `
    case when pg_size_bytes(current_setting('work_mem')) > pg_size_bytes('${MAX_WORK_MEMORY}')
      then set_config('work_mem', '${MAX_WORK_MEMORY}', true) end,
    case when current_setting('is_superuser') = 'on' and current_setting('temp_file_limit') = '-1'
      then set_config('temp_file_limit', '${MAX_TEMPORARY_FILES}', true) end`

/** Else a server that computes does not notice that its client is gone. Not every system has the means. */
const NOTICE_OUR_END = `
    case when version() like '%linux%' then set_config('client_connection_check_interval', '2s', true) end`

export const ROLL_BACK = 'rollback'
/** Forgets all that a statement may have left in the session; not allowed inside of a transaction. */
export const FORGET = 'discard all'
/**
 * The end behind a pooler that hands out server sessions by the transaction. DISCARD ALL would hit whichever server
 * session comes next, and what others keep there. In one message, because after the ROLLBACK alone the session is gone.
 * ROLLBACK forgets all but locks of the session, prepared statements (which return no rows, so they are not run here)
 * and the random seed.
 */
export const ROLL_BACK_AND_UNLOCK = 'rollback; select pg_catalog.pg_advisory_unlock_all()'
