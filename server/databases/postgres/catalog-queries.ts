/** The five statements that read a catalog; each gives all tables at once, so their number does not grow with it. */

/**
 * Relations that the login can read, one row each. A partitioned table stands for its partitions and has the sum of
 * their estimates. Before PostgreSQL 14, "never analysed" was 0 rows on 0 pages instead of -1.
 */
const READABLE = `
  select c.oid, c.relname, c.relkind, n.nspname, c.reltuples, c.relpages,
         pg_catalog.has_table_privilege(c.oid, 'SELECT') as whole
  from pg_catalog.pg_class c
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'v', 'm', 'f') and not c.relispartition
    and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
    and pg_catalog.has_schema_privilege(n.oid, 'USAGE')
    and (pg_catalog.has_table_privilege(c.oid, 'SELECT') or pg_catalog.has_any_column_privilege(c.oid, 'SELECT'))`

/** What hangs below each partitioned table of `readable`, at any depth. */
const PARTITION_TREE = `
    select i.inhparent as root, i.inhrelid as part
    from pg_catalog.pg_inherits i join readable r on r.oid = i.inhparent and r.relkind = 'p'
    union all
    select tree.root, i.inhrelid from tree join pg_catalog.pg_inherits i on i.inhparent = tree.part`

export const TABLES_QUERY = `
  with recursive readable as (${READABLE}),
  tree as (${PARTITION_TREE}),
  parts as (
    select tree.root, pg_catalog.sum(case when c.reltuples >= 0 then c.reltuples end) as reltuples
    from tree join pg_catalog.pg_class c on c.oid = tree.part and c.relkind <> 'p'
    group by tree.root
  )
  select r.oid, r.nspname, r.relname, r.relkind, d.description,
         case
           when r.relkind = 'v' then null
           when r.relkind = 'p' then parts.reltuples::float8
           when r.reltuples < 0 then null
           when r.reltuples = 0 and r.relpages = 0
             and pg_catalog.current_setting('server_version_num')::int < 140000 then null
           else r.reltuples::float8
         end
  from readable r
  left join parts on parts.root = r.oid
  left join pg_catalog.pg_description d
    on d.classoid = 'pg_catalog.pg_class'::regclass and d.objoid = r.oid and d.objsubid = 0
  order by r.nspname, r.relname`

/** A login may hold SELECT on some columns only; then the others do not exist for it. */
export const COLUMNS_QUERY = `
  with readable as (${READABLE}),
  labels as (
    select enumtypid, pg_catalog.json_agg(enumlabel order by enumsortorder) as list
    from pg_catalog.pg_enum group by enumtypid
  )
  select a.attrelid, a.attnum, a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod),
         case when t.typtype = 'd' then t.typbasetype else t.oid end, t.typcategory,
         a.attnotnull or t.typnotnull, d.description, labels.list, a.attgenerated <> ''
  from readable r
  join pg_catalog.pg_attribute a on a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped
  join pg_catalog.pg_type t on t.oid = a.atttypid
  left join labels on labels.enumtypid = case when t.typtype = 'd' then t.typbasetype else t.oid end
  left join pg_catalog.pg_description d
    on d.classoid = 'pg_catalog.pg_class'::regclass and d.objoid = a.attrelid and d.objsubid = a.attnum
  where r.whole or pg_catalog.has_column_privilege(r.oid, a.attnum, 'SELECT')
  order by a.attrelid, a.attnum`

/**
 * Primary and foreign keys, columns by number. Those that point at a partition repeat the one on its parent. A foreign
 * key that every partition has holds for the whole table, though it is declared on none but them; a partition may count
 * its columns otherwise, so they are found again by name.
 */
export const KEYS_QUERY = `
  with recursive readable as (${READABLE}),
  tree as (${PARTITION_TREE}),
  leaves as (
    select tree.root, tree.part from tree join pg_catalog.pg_class c on c.oid = tree.part and c.relkind <> 'p'
  ),
  keys as (
    select k.conrelid, k.contype, k.conkey, k.confrelid, k.confkey, k.conname
    from pg_catalog.pg_constraint k join readable r on r.oid = k.conrelid
    where k.contype in ('p', 'f')
  ),
  leaf_keys as (
    select leaves.root, leaves.part, k.confrelid, k.confkey, k.conname, (
      select pg_catalog.array_agg(of_root.attnum order by own.place)
      from pg_catalog.unnest(k.conkey) with ordinality as own (number, place)
      join pg_catalog.pg_attribute of_part on of_part.attrelid = leaves.part and of_part.attnum = own.number
      join pg_catalog.pg_attribute of_root on of_root.attrelid = leaves.root and of_root.attname = of_part.attname
    ) as conkey
    from leaves join pg_catalog.pg_constraint k on k.conrelid = leaves.part and k.contype = 'f'
  ),
  common_keys as (
    select l.root, l.conkey, l.confrelid, l.confkey, pg_catalog.min(l.conname::text) as conname
    from leaf_keys l
    group by l.root, l.conkey, l.confrelid, l.confkey
    having pg_catalog.count(distinct l.part) = (select pg_catalog.count(*) from leaves where leaves.root = l.root)
  )
  select conrelid, contype, pg_catalog.array_to_json(conkey), confrelid, pg_catalog.array_to_json(confkey)
  from (
    select conrelid, contype, conkey, confrelid, confkey, conname::text from keys
    union all
    select root, 'f', conkey, confrelid, confkey, conname from common_keys
    where not exists (
      select from keys k
      where k.conrelid = root and k.contype = 'f' and k.conkey = common_keys.conkey
        and k.confrelid = common_keys.confrelid and k.confkey = common_keys.confkey
    )
  ) as found
  where contype = 'p' or confrelid in (select oid from readable)
  order by conrelid, conname`

/** As far as it can hold tables of users: the server's own schema stands before them (`transaction.ts`). */
export const SEARCH_PATH_QUERY = `
  select coalesce(pg_catalog.json_agg(own.name order by own.place), '[]')
  from pg_catalog.unnest(pg_catalog.current_schemas(false)) with ordinality as own (name, place)
  where own.name <> 'pg_catalog' and own.name !~ '^pg_temp_'`

/**
 * What the indexes begin with that are valid and have no condition of their own. Also of tables that the login cannot
 * read, which is quicker than to ask about each; they are left out afterwards.
 */
export const INDEXES_QUERY = `
  select i.indrelid, i.indkey[0],
         case when i.indkey[0] = 0 then pg_catalog.pg_get_indexdef(i.indexrelid, 1, true) end,
         c.relam = (select m.oid from pg_catalog.pg_am m where m.amname = 'btree')
  from pg_catalog.pg_index i
  join pg_catalog.pg_class c on c.oid = i.indexrelid
  where i.indisvalid and i.indpred is null and i.indrelid >= 16384`
