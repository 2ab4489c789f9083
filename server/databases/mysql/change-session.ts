import type { DatabaseOptions, DatabaseTarget } from '../database.ts'
import { toChangeError } from './change-errors.ts'
import { openSession } from './driver.ts'
import type { Session } from './driver.ts'
import { SQL_MODE } from './transaction.ts'

/** Whoever uses it has clocks of its own; the driver's timers take no more. */
const NO_LIMIT_MS = 2 ** 31 - 10_000
/** Between two statements of ours: the time to write down what comes next. */
const IDLE_SECONDS = 600

/**
 * A session that may write, apart from those of the pool, which never do. One call at a time; when the connection breaks it
 * is not made anew. What gives a statement its meaning is set the same in a dry run and in the real one, whatever the
 * server is set to: strict, in UTC, with foreign keys checked.
 */
export async function openChangeSession(target: DatabaseTarget, options: DatabaseOptions): Promise<Session> {
  const session = await openSession(target, { ...options, statementTimeoutMs: NO_LIMIT_MS }, toChangeError)
  try {
    await session.script(
      `set ${[
        'names utf8mb4',
        `sql_mode = ${SQL_MODE}`,
        "time_zone = '+00:00'",
        "lc_messages = 'en_US'",
        'autocommit = 1',
        'foreign_key_checks = 1',
        'unique_checks = 1',
        'sql_quote_show_create = 1',
        'sql_safe_updates = 0',
        // The server's own is a day or a year.
        'lock_wait_timeout = 5',
        'innodb_lock_wait_timeout = 5',
        `wait_timeout = ${IDLE_SECONDS}`,
        ...(session.server.product === 'MariaDB'
          ? ['max_statement_time = 0', 'alter_algorithm = default']
          : []),
      ].join(', ')}`,
    )
    return session
  } catch (error) {
    await session.end()
    throw error
  }
}
