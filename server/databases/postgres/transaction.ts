/** A lock that somebody holds for longer than this is reported instead of waited for. */
const MAX_LOCK_WAIT_MS = 10_000

/**
 * Opens the only kind of transaction we use. READ ONLY and a snapshot of its own; the query at the end takes that
 * snapshot, and after it the server refuses to turn READ WRITE. It also names the server process: behind a pooler that
 * is another one in each transaction. It always ends with ROLLBACK, which also undoes
 * settings, notifications and large objects that a statement may have got past READ ONLY.
 * The settings fix the text form that `cells.ts` reads, and are LOCAL; search_path stays the login's own.
 */
export function beginReadOnly(timeoutMs: number, serverVersionNumber: number): string {
  const statementMs = Math.max(1, Math.ceil(timeoutMs))
  return [
    'begin isolation level repeatable read read only',
    `set local statement_timeout = ${statementMs}`,
    `set local lock_timeout = ${Math.min(statementMs, MAX_LOCK_WAIT_MS)}`,
    `set local idle_in_transaction_session_timeout = ${statementMs + 60_000}`,
    // A suspended portal does not count as idle; this ends the backend when our process hangs for ever.
    ...(serverVersionNumber >= 170_000
      ? [`set local transaction_timeout = ${10 * statementMs + 600_000}`]
      : []),
    "set local timezone = 'UTC'",
    "set local datestyle = 'ISO, YMD'",
    "set local intervalstyle = 'iso_8601'",
    "set local bytea_output = 'hex'",
    'set local extra_float_digits = 3',
    'set local standard_conforming_strings = on',
    'select pg_catalog.pg_backend_pid() as pid',
  ].join('; ')
}

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
