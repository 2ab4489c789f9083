import { AppError } from '../../errors.ts'
import { textOf } from '../cell-text.ts'
import type { DatabaseOptions, DatabaseTarget } from '../database.ts'
import { connectionLost, failed, statementFailed } from '../failure.ts'
import type { Applier, ApplyTimeouts } from '../schema-changes.ts'
import { namedFor } from '../session-name.ts'
import { openChangeSession } from './change-session.ts'
import { leftTransaction } from './measure-step.ts'
import { stopStatement } from './stop-statement.ts'
import type { BackendControl } from './stop-statement.ts'
import { readStructure } from './structure.ts'

/** Locks of sessions are of one database, so one number is enough for all that is applied to it. */
const APPLY_LOCK = '7236832114901245'
/** Between two calls of ours, in a transaction: the time to write down what comes next. */
const IDLE_LIMIT_MS = 60_000

const ONLY_REPLICA = {
  code: 'DATABASE_READ_ONLY_REPLICA',
  message: 'This server is a standby that takes no changes.',
  hints: ['Connect to its primary server.'],
} as const

/** See `SchemaChanges.openApplier`. @param control reaches a process of the server from another session */
export async function openApplier(
  target: DatabaseTarget,
  options: DatabaseOptions,
  control: BackendControl,
): Promise<Applier> {
  const session = await openChangeSession(target, namedFor('apply', options))
  try {
    if (session.pooled) throw behindPooler()
    const [row] = await session.query('select pg_catalog.pg_is_in_recovery()')
    if (row?.[0] === true) throw failed(ONLY_REPLICA, 'standby')
  } catch (error) {
    await session.end()
    throw error
  }

  let transactionId: string | null = null
  let inFlight: Promise<unknown> | null = null
  const modern = session.serverVersionNumber >= 130_000

  async function currentTransaction(): Promise<string | null> {
    const [row] = await session.query(
      `select ${modern ? 'pg_catalog.pg_current_xact_id_if_assigned()' : 'pg_catalog.txid_current_if_assigned()'}::text`,
    )
    return typeof row?.[0] === 'string' ? row[0] : null
  }

  async function waitFor<T>(work: Promise<T>): Promise<T> {
    inFlight = work
    try {
      return await work
    } finally {
      inFlight = null
    }
  }

  return {
    async tryLock() {
      const [row] = await session.query(`select pg_catalog.pg_try_advisory_lock(${APPLY_LOCK})`)
      return row?.[0] === true
    },

    async readStructure() {
      if (transactionId !== null) return readStructure(session)
      await session.script('begin isolation level repeatable read read only')
      try {
        return await readStructure(session)
      } finally {
        await session.script('rollback').catch(() => undefined)
      }
    },

    async begin(timeouts) {
      await session.script(['begin isolation level read committed', ...limits(timeouts, session)].join('; '))
      const [row] = await session.query(
        `select ${modern ? 'pg_catalog.pg_current_xact_id()' : 'pg_catalog.txid_current()'}::text`,
      )
      if (typeof row?.[0] !== 'string') throw connectionLost()
      transactionId = row[0]
      return transactionId
    },

    async lockTables(ids) {
      const names = ids.flatMap(id => (id.startsWith('TABLE ') ? [id.slice('TABLE '.length)] : []))
      if (names.length === 0) return
      // Always in the same order, so that two who do this never wait for each other.
      const there = await session.query(
        `select name from unnest(array[${names.map(name => `'${name.replaceAll("'", "''")}'`).join(', ')}]) as given (name)
         join pg_catalog.pg_class c on c.oid = pg_catalog.to_regclass(name) and c.relkind in ('r', 'p')
         order by name`,
      )
      if (there.length === 0) return
      const lock = `lock table ${there.map(([name]) => textOf(name)).join(', ')} in access exclusive mode`
      await waitFor(session.change(lock))
    },

    async run({ sql, transactional }, timeouts) {
      if (transactional) {
        if (transactionId === null) throw new Error('A step outside of a transaction')
        await session.script(waits(timeouts, 'local').join('; '))
        await waitFor(session.change(sql, timeouts.statementTimeoutMs))
        if ((await currentTransaction()) !== transactionId) {
          transactionId = null
          throw leftTransaction()
        }
        return
      }
      if (transactionId !== null) throw new Error('A step that must stand outside of the transaction')
      // It waits for every older snapshot, and a time limit on locks would leave half of an index behind.
      await session.script(waits({ ...timeouts, lockTimeoutMs: 0 }, 'session').join('; '))
      await waitFor(session.change(sql, timeouts.statementTimeoutMs))
    },

    async commit() {
      transactionId = null
      // A transaction that has failed ends with ROLLBACK, without an error.
      if ((await session.change('commit')) !== 'COMMIT') throw rolledBack()
    },

    async rollback() {
      transactionId = null
      await session.script('rollback').catch(() => session.end())
    },

    async cancel() {
      const work = inFlight
      if (work === null) return
      const busy = { processId: () => session.processId, isOpen: session.isOpen }
      await stopStatement(control, busy, work, () => session.cancel())
    },

    close: () => session.end(),
  }
}

function waits({ lockTimeoutMs, statementTimeoutMs }: ApplyTimeouts, scope: 'local' | 'session'): string[] {
  return [
    `set ${scope} lock_timeout = ${Math.ceil(lockTimeoutMs)}`,
    `set ${scope} statement_timeout = ${Math.ceil(statementTimeoutMs)}`,
  ]
}

/** What ends the transaction when this process hangs, or is gone without a word. */
function limits(timeouts: ApplyTimeouts, { serverVersionNumber }: { serverVersionNumber: number }): string[] {
  return [
    ...waits(timeouts, 'local'),
    `set local idle_in_transaction_session_timeout = ${IDLE_LIMIT_MS}`,
    ...(serverVersionNumber >= 170_000
      ? [`set local transaction_timeout = ${10 * Math.ceil(timeouts.statementTimeoutMs) + 600_000}`]
      : []),
  ]
}

function behindPooler(): AppError {
  return new AppError(
    'DATABASE_STATEMENT_FAILED',
    'A pooler stands between this app and the server. What is applied needs a session of its own, which keeps its lock and settings.',
    { hints: ['Make a connection to the database itself, past the pooler, and apply the change there.'] },
  )
}

function rolledBack(): AppError {
  return failed(
    statementFailed(
      'The transaction had failed before, so nothing of it was kept.',
      'Apply the change again.',
    ),
    'rollback',
  )
}
