import type { AppError } from '../../errors.ts'
import { textOf } from '../cell-text.ts'
import { failed, statementFailed, wordsOfServer } from '../failure.ts'
import type { StepMeasure } from '../schema-changes.ts'
import type { ChangeSession } from './change-session.ts'
import { measureBetween, readRelations } from './relation-measures.ts'
import type { HeldLock } from './relation-measures.ts'

/** Of the transaction; a database has a number, and what all databases share has none. */
const LOCKS_QUERY = `
  select l.relation, l.mode from pg_catalog.pg_locks l
  where l.pid = pg_catalog.pg_backend_pid() and l.locktype = 'relation' and l.granted
    and l.database = (select d.oid from pg_catalog.pg_database d where d.datname = pg_catalog.current_database())`

/** Rows that the transaction has written to what all databases of the server share; dependencies of roles are bookkeeping. */
const SHARED_WRITES_QUERY = `
  select s.relname from pg_catalog.pg_stat_xact_sys_tables s
  join pg_catalog.pg_class c on c.oid = s.relid and c.relisshared
  where s.relname not in ('pg_shdepend', 'pg_shseclabel')
    and s.n_tup_ins + s.n_tup_upd + s.n_tup_del > 0`

/** What the server says at DEBUG1 while it does more than metadata. */
const WORDS_OF_WORK = /^(rewriting|verifying|building|validating) /

/** All that is known to need a session without a transaction and to stay within one database. */
const STAYS_INSIDE = /^\s*(create\s+(unique\s+)?index|drop\s+index|reindex|vacuum|cluster|alter\s+table)\b/i

/**
 * Runs a statement in a transaction of its own, reads what it has done and holds, and commits. What waits for the end of
 * the transaction is checked before. Refuses, with nothing done, what changes the whole server.
 */
export async function measureInTransaction(session: ChangeSession, sql: string): Promise<StepMeasure> {
  await session.script('begin')
  try {
    const before = await readRelations(session)
    const [begun] = await session.query('select pg_catalog.pg_backend_pid(), pg_catalog.txid_current()')
    const shared = await session.query(SHARED_WRITES_QUERY)
    const said = await runListening(session, sql)
    const [now] = await session.query(
      'select pg_catalog.pg_backend_pid(), pg_catalog.txid_current_if_assigned()',
    )
    if (now?.[1] !== begun?.[1]) throw leftTransaction()
    await session.script('set constraints all immediate')
    if ((await session.query(SHARED_WRITES_QUERY)).length > shared.length) throw changesServer()
    const locks = (await session.query(LOCKS_QUERY)).map(([relation, mode]): HeldLock => ({
      relation: Number(relation),
      mode: textOf(mode),
    }))
    const measure = measureBetween(before, await readRelations(session), locks)
    await session.script('commit')
    return { ...measure, reason: measure.cost === 'METADATA' ? null : said }
  } catch (error) {
    await session.script('rollback').catch(() => undefined)
    throw error
  }
}

/** For what cannot be in a transaction. Its locks are gone when it is done: they are those of the server's manual. */
export async function measureAlone(session: ChangeSession, sql: string): Promise<StepMeasure> {
  if (!STAYS_INSIDE.test(sql)) throw changesServer()
  const before = await readRelations(session)
  await session.change(sql)
  return measureBetween(before, await readRelations(session), null)
}

async function runListening(session: ChangeSession, sql: string): Promise<string | null> {
  const said = new Set<string>()
  await session.script('set local client_min_messages = debug1')
  session.listen(words => {
    if (WORDS_OF_WORK.test(words) && said.size < 5) said.add(wordsOfServer(words))
  })
  try {
    await session.change(sql)
  } finally {
    session.listen(null)
  }
  await session.script('set local client_min_messages = warning')
  return said.size === 0 ? null : [...said].join('; ')
}

function changesServer(): AppError {
  return failed(
    statementFailed(
      'This statement changes the whole database server, not one database, so it cannot be tried on a copy.',
      'Leave roles, databases and settings of the server to its administrator.',
    ),
    'shared',
  )
}

export function leftTransaction(): AppError {
  return failed(
    statementFailed(
      'This statement ended the transaction that it ran in.',
      'Leave BEGIN, COMMIT and ROLLBACK out: the steps are put into transactions for you.',
    ),
    'transaction',
  )
}
