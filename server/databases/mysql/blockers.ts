import { AppError } from '../../errors.ts'
import type { Row } from '../../domain.ts'
import { plainTextOf } from '../cell-text.ts'
import type { Blocker } from '../schema-changes.ts'
import type { Session } from './driver.ts'
import { quoteText } from './quote.ts'

/** Of all others, as far as the login may see them: all with PROCESS, else its own. */
const TRANSACTIONS_QUERY = `
  select p.id, p.user, timestampdiff(microsecond, t.trx_started, now(6)) div 1000, coalesce(nullif(p.state, ''), lower(p.command)), p.db
  from information_schema.innodb_trx t join information_schema.processlist p on p.id = t.trx_mysql_thread_id
  where p.id <> connection_id()`

/** What works without a transaction of InnoDB, such as a long query of another engine. */
const STATEMENTS_QUERY = `
  select p.id, p.user, p.time * 1000, coalesce(nullif(p.state, ''), lower(p.command)), p.db
  from information_schema.processlist p
  where p.id <> connection_id() and p.command in ('Query', 'Execute') and p.time > 0
    and p.state not like 'Waiting for % lock'`

/** Who holds these tables, where the server keeps account of it: MySQL does, MariaDB when it is told to. */
function holdersQuery(names: readonly string[]): string {
  return `
  select distinct t.processlist_id from performance_schema.metadata_locks m
  join performance_schema.threads t on t.thread_id = m.owner_thread_id
  where m.object_type = 'TABLE' and m.lock_status = 'GRANTED' and m.object_schema = database()
    and m.object_name in (${names.map(quoteText).join(', ')})`
}

const OURS_QUERY = `
  select processlist_id from performance_schema.session_account_connect_attrs
  where attr_name = 'program_name' and attr_value like 'lovable-ai:%'`

/**
 * Sessions that could hold others up. Where the server does not tell who holds which table, all that have been in a
 * transaction for so long are named.
 */
export async function readBlockers(
  session: Session,
  { tables, olderThanMs }: { tables: readonly string[]; olderThanMs: number },
): Promise<Blocker[]> {
  const read = (sql: string): Promise<readonly Row[]> => session.query(sql).catch(noneWhenRefused)
  const names = tables.flatMap(id =>
    id.startsWith('TABLE ') ? [id.slice(6).replace(/^`|`$/g, '').replaceAll('``', '`')] : [],
  )
  const holders = new Set(
    names.length === 0 ? [] : (await read(holdersQuery(names))).map(([id]) => plainTextOf(id)),
  )
  const ours = new Set((await read(OURS_QUERY)).map(([id]) => plainTextOf(id)))
  const rows = [...(await read(TRANSACTIONS_QUERY)), ...(await read(STATEMENTS_QUERY))]
  const found = new Map<string, Blocker>()
  for (const [id, user, age, state] of rows) {
    const sessionId = plainTextOf(id)
    const blocker = {
      sessionId,
      user: plainTextOf(user),
      ageMs: Number(age) || 0,
      state: state === 'sleep' ? 'idle in transaction' : plainTextOf(state),
      own: ours.has(sessionId),
    }
    if (holders.size > 0 && !holders.has(sessionId)) continue
    if (blocker.ageMs >= olderThanMs && !found.has(sessionId)) found.set(sessionId, blocker)
  }
  return [...found.values()].sort((a, b) => b.ageMs - a.ageMs)
}

/** Without the right to see it, it says nothing. */
function noneWhenRefused(error: unknown): readonly Row[] {
  if (error instanceof AppError && error.code !== 'DATABASE_CONNECTION_LOST') return []
  throw error
}
