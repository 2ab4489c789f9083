import { textOf } from '../cell-text.ts'
import type { IndexUse } from '../schema-changes.ts'
import type { Session } from './driver.ts'

/** Those that nothing but reading is for: no key, no unique index, no index that replication goes by. */
const INDEX_USE_QUERY = `
  select 'INDEX ' || quote_ident(s.schemaname) || '.' || quote_ident(s.indexrelname),
    'TABLE ' || quote_ident(s.schemaname) || '.' || quote_ident(s.relname),
    s.idx_scan::float8, (coalesce(t.seq_scan, 0) + coalesce(t.idx_scan, 0))::float8,
    (c.relpages::float8 * current_setting('block_size')::int)::float8,
    extract(epoch from clock_timestamp() - d.stats_reset)::float8
  from pg_stat_user_indexes s
  join pg_index i on i.indexrelid = s.indexrelid
  join pg_class c on c.oid = s.indexrelid
  join pg_stat_user_tables t on t.relid = s.relid
  join pg_stat_database d on d.datname = current_database()
  where not i.indisunique and not i.indisreplident and i.indisvalid
    and not exists (select from pg_constraint k where k.conindid = s.indexrelid)
    and not exists (select from pg_inherits h where h.inhrelid = s.indexrelid)
  order by 1`

export async function readIndexUse(session: Session): Promise<IndexUse[]> {
  return (await session.query(INDEX_USE_QUERY)).map(([id, table, scans, reads, bytes, seconds]) => ({
    id: textOf(id),
    table: textOf(table),
    scans: Number(scans),
    tableReads: Number(reads),
    bytes: typeof bytes === 'number' ? bytes : null,
    countedForMs: typeof seconds === 'number' ? seconds * 1000 : null,
  }))
}
