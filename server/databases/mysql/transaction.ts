import type { ServerIdentity } from './server-identity.ts'

/** A lock that somebody holds for longer than this is reported instead of waited for. */
const MAX_LOCK_WAIT_SECONDS = 10
/** A result that its reader has paused may wait for that much longer than the statement may take. */
const GRACE_SECONDS = 60

/**
 * The statements that make a session fit for the only kind of transaction we use, one a message. READ ONLY also for the
 * session: DDL commits by itself before it looks whether it may, and would then run outside of the transaction. A reset
 * of the session brings back the server's own settings; so all of them are set again after each.
 * @param maxExaminedRows 0: no limit
 */
export function sessionSettings(
  timeoutMs: number,
  server: ServerIdentity,
  maxExaminedRows = 0,
): readonly string[] {
  const seconds = Math.max(1, Math.ceil(timeoutMs / 1000))
  const lockSeconds = Math.min(seconds, MAX_LOCK_WAIT_SECONDS)
  const settings = [
    'names utf8mb4',
    `sql_mode = ${SQL_MODE}`,
    // Where the text of cells and messages depends on them.
    "time_zone = '+00:00'",
    "lc_messages = 'en_US'",
    // The default of MySQL cuts off after 1024 bytes, silently.
    'group_concat_max_len = 1048576',
    'autocommit = 1',
    'sql_safe_updates = 1',
    // Of what SHOW CREATE prints.
    'sql_quote_show_create = 1',
    'sql_select_limit = default',
    // Refuses a join that looks at more rows, by the estimate, before it starts. The server's own limit may be lower.
    ...(maxExaminedRows > 0
      ? [
          // Compared as decimals: LEAST takes the largest number that there is, the default, for -1.
          `max_join_size = if(@@global.max_join_size + 0.0 < ${maxExaminedRows}, @@global.max_join_size, ${maxExaminedRows})`,
          'sql_big_selects = 0',
        ]
      : ['max_join_size = default', 'sql_big_selects = default']),
    timeLimit(timeoutMs, server),
    `lock_wait_timeout = ${lockSeconds}`,
    `innodb_lock_wait_timeout = ${lockSeconds}`,
    // While a reader pauses, the server waits in the middle of a row.
    `net_write_timeout = ${seconds + GRACE_SECONDS}`,
    // Ends the transaction when our process hangs for ever.
    `wait_timeout = ${seconds + GRACE_SECONDS}`,
  ]
  return [`set ${settings.join(', ')}`, 'set session transaction isolation level repeatable read, read only']
}

export const BEGIN_READ_ONLY = 'start transaction with consistent snapshot, read only'

/**
 * Fixed, so that the SQL means what the guard has read: without ANSI_QUOTES, NO_BACKSLASH_ESCAPES, PIPES_AS_CONCAT and
 * IGNORE_SPACE. Whether columns outside of GROUP BY are allowed stays as the server has it: views rely on it.
 */
export const SQL_MODE =
  "concat('STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION', " +
  "if(find_in_set('ONLY_FULL_GROUP_BY', @@global.sql_mode), ',ONLY_FULL_GROUP_BY', ''))"

/** MariaDB's holds for every statement, in seconds; MySQL's for SELECT only, in milliseconds. Zero would mean none. */
function timeLimit(timeoutMs: number, { product }: ServerIdentity): string {
  const limitMs = Math.max(1, Math.ceil(timeoutMs))
  return product === 'MariaDB' ? `max_statement_time = ${limitMs / 1000}` : `max_execution_time = ${limitMs}`
}

export const ROLL_BACK = 'rollback'
