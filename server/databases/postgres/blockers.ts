import { textOf } from '../cell-text.ts'
import type { Blocker } from '../schema-changes.ts'
import { postgresDialect } from './dialect.ts'
import type { Session } from './driver.ts'

export interface BlockersRequest {
  /** Ids; none for all transactions of the database, which is what CONCURRENTLY waits for. */
  tables: readonly string[]
  olderThanMs: number
  applicationName: string
}

/**
 * Any lock on a table, also that of a reader, is in the way of ACCESS EXCLUSIVE. Of sessions of others a login may see no
 * more than that they are there; these count as old. Prepared transactions have no session, and stay until somebody ends them.
 */
export async function readBlockers(
  session: Session,
  { tables, olderThanMs, applicationName }: BlockersRequest,
): Promise<Blocker[]> {
  const names = tables.map(id => id.replace(/^[A-Z_]+ /, ''))
  const given = names.map(postgresDialect.quoteText).join(', ')
  const wanted =
    names.length === 0
      ? `l.database = here.oid or l.locktype in ('virtualxid', 'transactionid')`
      : `l.locktype = 'relation' and l.database = here.oid and l.relation in (select oid from tables)`
  const product = `${applicationName.split(':')[0] ?? applicationName}:`
  const rows = await session.query(`
    with recursive here as (select oid from pg_database where datname = current_database()),
    tables as (
      select c.oid from unnest(array[${given}]::text[]) as given (name) join pg_class c on c.oid = to_regclass(given.name)
      union
      select i.inhrelid from tables join pg_inherits i on i.inhparent = tables.oid
    )
    select distinct
      case when a.pid is null then 'prepared ' || x.gid else a.pid::text end,
      coalesce(a.usename, x.owner, '')::text,
      extract(epoch from clock_timestamp() - coalesce(a.xact_start, x.prepared))::float8 * 1000,
      case when a.pid is null then 'prepared transaction' else coalesce(a.state, 'not shown to this login') end,
      coalesce(starts_with(a.application_name, ${postgresDialect.quoteText(product)}), false)
    from pg_locks l
    cross join here
    left join pg_stat_activity a on a.pid = l.pid
    left join pg_prepared_xacts x on l.pid is null and l.virtualtransaction = '-1/' || x.transaction
    where l.granted and l.pid is distinct from pg_backend_pid() and (${wanted})
      and (a.pid is not null or x.gid is not null)
      and (a.pid is null or a.datname is null or a.datname = current_database())
      -- A session that only holds a lock of its own, as appliers do, is in nobody's way; of some no more is shown.
      and (a.pid is null or a.xact_start is not null or a.state is null)
      and (a.pid is null or a.backend_type is null or a.backend_type = 'client backend')`)
  return rows
    .map(([sessionId, user, ageMs, state, own]) => ({
      sessionId: textOf(sessionId),
      user: textOf(user),
      ageMs: typeof ageMs === 'number' ? Math.round(ageMs) : null,
      state: textOf(state),
      own: own === true,
    }))
    .filter(({ ageMs }) => ageMs === null || ageMs >= olderThanMs)
    .sort((a, b) => (b.ageMs ?? Infinity) - (a.ageMs ?? Infinity))
    .map(blocker => ({ ...blocker, ageMs: blocker.ageMs ?? 0 }))
}
