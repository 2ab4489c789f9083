import { createHash } from 'node:crypto'
import type { DatabaseOptions, DatabaseTarget } from '../database.ts'
import { AppError } from '../../errors.ts'
import { failed, TIMEOUT } from '../failure.ts'
import { pause } from '../pause.ts'
import type { Applier, ApplyTimeouts } from '../schema-changes.ts'
import { namedFor } from '../session-name.ts'
import { openChangeSession } from './change-session.ts'
import { inMeasuredWay } from './measure-step.ts'
import { qualifiersIn } from './sql-names.ts'
import { readStructure } from './structure.ts'

const STOP_AGAIN_AFTER_MS = 500

/** What reaches a session of the server from another one. */
export interface SessionControl {
  killStatement: (threadId: number) => Promise<void>
  killSession: (threadId: number) => Promise<void>
}

/**
 * See `SchemaChanges.openApplier`. Every change of structure commits by itself here, and with it what stood before it, so
 * transactions hold statements about rows only and have no id: what became of them after a crash nobody can tell.
 */
export async function openApplier(
  target: DatabaseTarget,
  options: DatabaseOptions,
  control: SessionControl,
): Promise<Applier> {
  const session = await openChangeSession(target, namedFor('apply', options))
  if (session.pooled) {
    await session.end()
    throw behindProxy()
  }
  let inTransaction = false
  let inFlight: Promise<unknown> | null = null
  const isMariadb = session.server.product === 'MariaDB'

  /** Within the time limit: MariaDB keeps it itself, MySQL has none for what changes something. */
  async function waitFor<T>(work: Promise<T>, timeoutMs: number): Promise<T> {
    inFlight = work
    let late = false
    const timer = setTimeout(() => {
      late = true
      void stop(work)
    }, timeoutMs)
    try {
      return await work
    } catch (error) {
      throw late && !(error instanceof AppError && error.code === 'DATABASE_CONNECTION_LOST')
        ? failed(TIMEOUT, 'clock')
        : error
    } finally {
      clearTimeout(timer)
      inFlight = null
    }
  }

  /** The request and the statement travel on different connections, so it is sent until one has hit. */
  async function stop(work: Promise<unknown>): Promise<void> {
    let settled = false
    const settling = work.then(
      () => (settled = true),
      () => (settled = true),
    )
    for (let tries = 0; !settled && session.isOpen(); tries++) {
      const end = tries < 4 ? control.killStatement : control.killSession
      await Promise.race([settling, end(session.threadId).catch(() => undefined)])
      await Promise.race([settling, pause(STOP_AGAIN_AFTER_MS)])
    }
  }

  async function limit({ lockTimeoutMs, statementTimeoutMs }: ApplyTimeouts): Promise<void> {
    const seconds = Math.max(1, Math.round(lockTimeoutMs / 1000))
    const limits = [`lock_wait_timeout = ${seconds}`, `innodb_lock_wait_timeout = ${seconds}`]
    if (isMariadb) limits.push(`max_statement_time = ${Math.max(1, Math.ceil(statementTimeoutMs / 1000))}`)
    await session.script(`set ${limits.join(', ')}`)
  }

  return {
    async tryLock() {
      const [row] = await session.query(`select get_lock('${lockName(target.database)}', 0)`)
      return Number(row?.[0]) === 1
    },
    readStructure: () => readStructure(session),
    async begin(timeouts) {
      await limit(timeouts)
      await session.script('start transaction')
      inTransaction = true
      return null
    },
    // A lock on a table would be let go by the first change of structure, with everything else.
    lockTables: () => Promise.resolve(),
    async run({ sql, transactional, locks = [] }, timeouts) {
      if (transactional !== inTransaction) throw new Error('A step on the wrong side of a transaction')
      await limit(timeouts)
      const elsewhere = qualifiersIn(sql).find(name =>
        /^(mysql|sys|information_schema|performance_schema)$/i.test(name),
      )
      if (elsewhere !== undefined) throw behindTheServer(elsewhere)
      const statement: Promise<unknown> = transactional
        ? session.query(sql)
        : session.script(inMeasuredWay(sql, locks))
      await waitFor(statement, timeouts.statementTimeoutMs + 1000)
    },
    async commit() {
      inTransaction = false
      await session.script('commit')
    },
    async rollback() {
      inTransaction = false
      await session.script('rollback').catch(() => session.end())
    },
    async cancel() {
      if (inFlight !== null) await stop(inFlight)
    },
    close: () => session.end(),
  }
}

/** Locks of this kind are of the whole server and have 64 characters, so the name holds which database it is for. */
function lockName(database: string): string {
  return `lovable-ai:apply:${createHash('sha1').update(database.toLowerCase()).digest('hex')}`
}

function behindProxy(): AppError {
  return new AppError(
    'DATABASE_STATEMENT_FAILED',
    'A proxy stands between this app and the server. What is applied needs a session of its own, which keeps its lock and settings.',
    { hints: ['Make a connection to the database itself, past the proxy, and apply the change there.'] },
  )
}

function behindTheServer(database: string): AppError {
  return new AppError(
    'DATABASE_STATEMENT_FAILED',
    `The database ${database} is the server’s own: nothing of it is changed here.`,
  )
}
