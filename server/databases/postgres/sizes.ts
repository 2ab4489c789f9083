import { textOf } from '../cell-text.ts'
import type { TableSize } from '../schema-changes.ts'
import type { Session } from './driver.ts'

/**
 * By what the last ANALYZE or VACUUM has left, so that nobody waits for a lock. Before PostgreSQL 14, "never" was 0 rows on
 * 0 pages. A partitioned table has the sum of its parts, or none where one part has none.
 */
const SIZES_QUERY = `
  with recursive known as (
    select c.oid, c.relkind, c.relname, c.relnamespace,
      case when c.reltuples < 0 then null
        when c.reltuples = 0 and c.relpages = 0 and current_setting('server_version_num')::int < 140000 then null
        else c.reltuples::float8 end as rows,
      c.relpages + coalesce((select sum(x.relpages) from pg_index i join pg_class x on x.oid = i.indexrelid where i.indrelid = c.oid), 0)
        + coalesce(t.relpages, 0) as pages
    from pg_class c left join pg_class t on t.oid = c.reltoastrelid
    where c.relkind in ('r', 'm', 'p')
  ),
  tree as (
    select oid as root, oid as part from known where relkind = 'p'
    union all
    select tree.root, i.inhrelid from tree join pg_inherits i on i.inhparent = tree.part
  ),
  sums as (
    select tree.root, case when bool_and(k.rows is not null) then sum(k.rows) end as rows, sum(k.pages) as pages
    from tree join known k on k.oid = tree.part and k.relkind <> 'p' group by tree.root
  )
  select k.relkind = 'm', quote_ident(n.nspname) || '.' || quote_ident(k.relname),
    case when k.relkind = 'p' then s.rows else k.rows end,
    (case when k.relkind = 'p' then s.pages else k.pages end * current_setting('block_size')::int)::float8
  from known k
  join pg_namespace n on n.oid = k.relnamespace
  left join sums s on s.root = k.oid
  where n.nspname <> 'information_schema' and n.nspname !~ '^pg_' and has_schema_privilege(n.oid, 'USAGE')
  order by 2`

export async function readSizes(session: Session): Promise<TableSize[]> {
  return (await session.query(SIZES_QUERY)).map(([materialized, name, rows, bytes]) => ({
    id: `${materialized === true ? 'MATERIALIZED_VIEW' : 'TABLE'} ${textOf(name)}`,
    rows: typeof rows === 'number' ? Math.round(rows) : null,
    // Without rows that were ever counted, the pages were not either.
    bytes: typeof rows === 'number' && typeof bytes === 'number' ? bytes : null,
  }))
}
