/**
 * The statements that read a structure; each gives all objects of its kinds at once, so their number does not grow with
 * the database. They run under `READING_SETTINGS`, so that names stand with their schemas. One file, because together they
 * are one picture. OIDs are only for joining what they give.
 */

/** Schemas of users that the login can see into. */
const VISIBLE = `
  visible as materialized (
    select n.oid, quote_ident(n.nspname) as name
    from pg_namespace n
    where n.nspname <> 'information_schema' and n.nspname !~ '^pg_' and has_schema_privilege(n.oid, 'USAGE')
  )`

/** Not brought by an extension, which makes it anew by itself. */
const notOfExtension = (alias: string, catalog: string) => `
  not exists (
    select from pg_depend x_of
    where x_of.classid = '${catalog}'::regclass and x_of.objid = ${alias}.oid and x_of.deptype = 'e'
  )`

const collation = (oid: string, usual: string) => `
  case when ${oid} <> 0 and ${oid} <> ${usual} then (
    select format('%I.%I', n.nspname, k.collname)
    from pg_collation k join pg_namespace n on n.oid = k.collnamespace where k.oid = ${oid}
  ) end`

const since = (version: number, needed: number, text: string, otherwise: string) =>
  version >= needed ? text : otherwise

export const settingsQuery = (names: readonly string[]) => `
  select name, reset_val from pg_settings
  where name in (${names.map(name => `'${name}'`).join(', ')}) order by name`

/** The number of the database makes OIDs of two databases different. */
export const SERVER_QUERY = `
  select current_setting('server_version'), current_setting('server_version_num')::int, oid::text || '/' || datname
  from pg_database where datname = current_database()`

export const SCHEMAS_QUERY = `
  with ${VISIBLE}
  select v.oid, v.name from visible v join pg_namespace n on n.oid = v.oid
  where ${notOfExtension('n', 'pg_namespace')} order by v.name`

export const EXTENSIONS_QUERY = `
  select e.oid, quote_ident(e.extname), quote_ident(n.nspname), e.extversion
  from pg_extension e join pg_namespace n on n.oid = e.extnamespace order by e.extname`

/** What extensions have brought: whoever needs it needs the extension. */
export const MEMBERS_QUERY = `
  select classid, objid, refobjid from pg_depend
  where deptype = 'e' and refclassid = 'pg_extension'::regclass order by classid, objid`

/** Enums, domains, composite types, ranges, and base types, which only C code makes. */
export const typesQuery = (version: number) => `
  with ${VISIBLE}
  select t.oid, v.name || '.' || quote_ident(t.typname), t.typtype, t.typarray, t.typrelid,
    case t.typtype
      when 'e' then (
        select json_agg(json_build_array(e.oid::text, quote_literal(e.enumlabel)) order by e.enumsortorder)::text
        from pg_enum e where e.enumtypid = t.oid
      )
      when 'c' then (
        select string_agg(concat_ws(' ', quote_ident(a.attname), format_type(a.atttypid, a.atttypmod),
          'COLLATE ' || ${collation('a.attcollation', 'f.typcollation')}), ', ' order by a.attnum)
        from pg_attribute a join pg_type f on f.oid = a.atttypid
        where a.attrelid = t.typrelid and a.attnum > 0 and not a.attisdropped
      )
      when 'd' then concat_ws(' ', format_type(t.typbasetype, t.typtypmod),
        'COLLATE ' || ${collation('t.typcollation', 'b.typcollation')})
      when 'r' then concat_ws(', ', 'SUBTYPE = ' || format_type(r.rngsubtype, null),
        'SUBTYPE_OPCLASS = ' || (
          select format('%I.%I', n.nspname, o.opcname) from pg_opclass o join pg_namespace n on n.oid = o.opcnamespace
          where o.oid = r.rngsubopc and not o.opcdefault
        ),
        'COLLATION = ' || ${collation('r.rngcollation', 's.typcollation')},
        'SUBTYPE_DIFF = ' || nullif(r.rngsubdiff, 0)::regproc::text
        ${since(version, 140_000, ", 'MULTIRANGE_TYPE_NAME = ' || format_type(r.rngmultitypid, null)", '')})
    end,
    pg_get_expr(t.typdefaultbin, 'pg_type'::regclass), t.typnotnull
  from pg_type t
  join visible v on v.oid = t.typnamespace
  left join pg_class c on c.oid = t.typrelid
  left join pg_type b on b.oid = t.typbasetype
  left join pg_range r on r.rngtypid = t.oid
  left join pg_type s on s.oid = r.rngsubtype
  where (t.typtype in ('e', 'd', 'r') or (t.typtype = 'c' and c.relkind = 'c')
      or (t.typtype = 'b' and t.typcategory <> 'A'))
    and ${notOfExtension('t', 'pg_type')}
  order by 2`

/** Types of arrays and rows of tables are what they are made of. */
export const DERIVED_TYPES_QUERY = `
  with ${VISIBLE}
  select t.oid, t.typelem, case when c.relkind <> 'c' then t.typrelid else 0::oid end
    from pg_type t join visible v on v.oid = t.typnamespace left join pg_class c on c.oid = t.typrelid
  where t.typcategory = 'A' or c.relkind <> 'c'`

/** With what a serial column or an identity owns. */
export const SEQUENCES_QUERY = `
  with ${VISIBLE}
  select c.oid, v.name || '.' || quote_ident(c.relname), format_type(s.seqtypid, null),
    format('INCREMENT BY %s MINVALUE %s MAXVALUE %s START WITH %s CACHE %s%s',
      s.seqincrement, s.seqmin, s.seqmax, s.seqstart, s.seqcache, case when s.seqcycle then ' CYCLE' end),
    c.relpersistence = 'u', d.deptype, d.refobjid, d.refobjsubid
  from pg_class c
  join visible v on v.oid = c.relnamespace
  join pg_sequence s on s.seqrelid = c.oid
  left join pg_depend d on d.classid = 'pg_class'::regclass and d.objid = c.oid and d.objsubid = 0
    and d.refclassid = 'pg_class'::regclass and d.deptype in ('a', 'i')
  where ${notOfExtension('c', 'pg_class')}
  order by 2`

/** The server writes no definition of an aggregate. */
export const FUNCTIONS_QUERY = `
  with ${VISIBLE}
  select p.oid, p.oid::regprocedure::text, p.prokind, l.lanname,
    case p.prokind when 'a' then concat_ws(', ', 'SFUNC = ' || a.aggtransfn::regproc,
        'STYPE = ' || format_type(a.aggtranstype, null),
        'FINALFUNC = ' || nullif(a.aggfinalfn::oid, 0)::regproc, 'COMBINEFUNC = ' || nullif(a.aggcombinefn::oid, 0)::regproc,
        'INITCOND = ' || quote_literal(a.agginitval),
        case p.proparallel when 's' then 'PARALLEL = SAFE' when 'r' then 'PARALLEL = RESTRICTED' end)
      else pg_get_functiondef(p.oid) end,
    a.aggkind, v.name || '.' || quote_ident(p.proname) || '(' || case p.prokind
      when 'a' then coalesce(nullif(pg_get_function_arguments(p.oid), ''), '*')
      else pg_get_function_arguments(p.oid) end || ')'
  from pg_proc p
  join visible v on v.oid = p.pronamespace
  join pg_language l on l.oid = p.prolang
  left join pg_aggregate a on a.aggfnoid = p.oid
  where ${notOfExtension('p', 'pg_proc')}
    -- Multiranges bring constructors along.
    and not exists (
      select from pg_depend i where i.classid = 'pg_proc'::regclass and i.objid = p.oid and i.deptype = 'i'
    )
  order by 2`

export const TABLES_QUERY = `
  with ${VISIBLE}
  select c.oid, v.name || '.' || quote_ident(c.relname), c.relkind, c.relpersistence = 'u',
    array_to_string((select array_agg(o order by o) from unnest(c.reloptions) o), ', '),
    array_to_string((select array_agg('toast.' || o order by o) from unnest(t.reloptions) o), ', '),
    case when m.amname <> 'heap' then quote_ident(m.amname) end, quote_ident(s.spcname),
    c.relrowsecurity, c.relforcerowsecurity,
    case c.relreplident when 'n' then 'NOTHING' when 'f' then 'FULL' when 'i' then (
      select 'USING INDEX ' || quote_ident(i.relname) from pg_index x join pg_class i on i.oid = x.indexrelid
      where x.indrelid = c.oid and x.indisreplident
    ) end,
    pg_get_partkeydef(c.oid), pg_get_expr(c.relpartbound, c.oid),
    (
      select json_agg(format('%I.%I', n.nspname, p.relname) order by i.inhseqno)::text
      from pg_inherits i join pg_class p on p.oid = i.inhparent join pg_namespace n on n.oid = p.relnamespace
      where i.inhrelid = c.oid
    ),
    case when c.reloftype <> 0 then format_type(c.reloftype, null) end,
    quote_ident(f.srvname),
    (select string_agg(format('%I %L', o.option_name, o.option_value), ', ') from pg_options_to_table(x.ftoptions) o),
    pg_has_role(c.relowner, 'USAGE'),
    exists (select from pg_publication_rel u where u.prrelid = c.oid)
      or exists (select from pg_publication u where u.puballtables)
  from pg_class c
  join visible v on v.oid = c.relnamespace
  left join pg_class t on t.oid = c.reltoastrelid
  left join pg_am m on m.oid = c.relam
  left join pg_tablespace s on s.oid = c.reltablespace
  left join pg_foreign_table x on x.ftrelid = c.oid
  left join pg_foreign_server f on f.oid = x.ftserver
  where c.relkind in ('r', 'p', 'f') and ${notOfExtension('c', 'pg_class')}
  order by 2`

export const columnsQuery = (version: number) => `
  with ${VISIBLE}
  select a.attrelid, a.attnum, quote_ident(a.attname), format_type(a.atttypid, a.atttypmod),
    ${collation('a.attcollation', 't.typcollation')},
    a.attnotnull, ${since(version, 180_000, 'n.convalidated', 'true')},
    pg_get_expr(d.adbin, d.adrelid), a.attgenerated, a.attidentity, d.oid,
    case when a.attstorage <> t.typstorage then
      case a.attstorage when 'p' then 'PLAIN' when 'e' then 'EXTERNAL' when 'm' then 'MAIN' else 'EXTENDED' end end,
    ${since(version, 140_000, "case a.attcompression when 'p' then 'pglz' when 'l' then 'lz4' end", 'null')},
    case when a.attstattarget >= 0 then a.attstattarget end, a.attislocal
  from pg_attribute a
  join pg_class c on c.oid = a.attrelid
  join visible v on v.oid = c.relnamespace
  join pg_type t on t.oid = a.atttypid
  left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
  ${since(
    version,
    180_000,
    "left join pg_constraint n on n.conrelid = a.attrelid and n.contype = 'n' and n.conkey = array[a.attnum]",
    '',
  )}
  where c.relkind in ('r', 'p', 'f') and a.attnum > 0 and not a.attisdropped and ${notOfExtension('c', 'pg_class')}
  order by a.attrelid, a.attnum`

/** Of tables and domains; what a partition has from its parent comes with that one. */
export const CONSTRAINTS_QUERY = `
  with ${VISIBLE}
  select k.oid, k.conrelid, k.contypid, quote_ident(k.conname), k.contype, pg_get_constraintdef(k.oid), k.convalidated,
    k.conindid, array_to_string((select array_agg(o order by o) from unnest(i.reloptions) o), ', '),
    v.name || '.' || quote_ident(i.relname)
  from pg_constraint k
  join visible v on v.oid = k.connamespace
  left join pg_class i on i.oid = k.conindid and k.contype in ('p', 'u', 'x')
  where k.contype in ('p', 'u', 'c', 'f', 'x') and k.conparentid = 0 and (k.conislocal or k.coninhcount = 0)
  order by k.conrelid, k.contypid, k.conname`

/** Without those that a constraint or the index of a parent table brings. */
export const INDEXES_QUERY = `
  with ${VISIBLE}
  select c.oid, v.name || '.' || quote_ident(c.relname), i.indrelid, pg_get_indexdef(c.oid),
    i.indisvalid and i.indisready and i.indislive, c.relkind = 'I', quote_ident(c.relname), i.indisunique
  from pg_index i
  join pg_class c on c.oid = i.indexrelid
  join visible v on v.oid = c.relnamespace
  where not exists (
      select from pg_constraint k where k.conindid = c.oid and k.conrelid = i.indrelid and k.contype in ('p', 'u', 'x')
    )
    and not exists (select from pg_inherits h where h.inhrelid = c.oid)
  order by 2`

export const STATISTICS_QUERY = `
  with ${VISIBLE}
  select s.oid, v.name || '.' || quote_ident(s.stxname), s.stxrelid, pg_get_statisticsobjdef(s.oid)
  from pg_statistic_ext s join visible v on v.oid = s.stxnamespace order by 2`

export const VIEWS_QUERY = `
  with ${VISIBLE}
  select c.oid, v.name || '.' || quote_ident(c.relname), c.relkind = 'm', pg_get_viewdef(c.oid),
    array_to_string((select array_agg(o order by o) from unnest(c.reloptions) o), ', '),
    case when m.amname <> 'heap' then quote_ident(m.amname) end, quote_ident(s.spcname), r.oid
  from pg_class c
  join visible v on v.oid = c.relnamespace
  join pg_rewrite r on r.ev_class = c.oid and r.rulename = '_RETURN'
  left join pg_am m on m.oid = c.relam
  left join pg_tablespace s on s.oid = c.reltablespace
  where c.relkind in ('v', 'm') and ${notOfExtension('c', 'pg_class')}
  order by 2`

/** Triggers, and rules, which are triggers of another kind. */
export const triggersQuery = (version: number) => `
  with ${VISIBLE}
  select 'pg_trigger'::regclass::oid, t.oid, t.tgrelid, quote_ident(t.tgname), pg_get_triggerdef(t.oid), t.tgenabled
  from pg_trigger t join pg_class c on c.oid = t.tgrelid join visible v on v.oid = c.relnamespace
  where not t.tgisinternal ${since(version, 130_000, 'and t.tgparentid = 0', '')}
    and ${notOfExtension('t', 'pg_trigger')}
  union all
  select 'pg_rewrite'::regclass::oid, r.oid, r.ev_class, quote_ident(r.rulename), pg_get_ruledef(r.oid), r.ev_enabled
  from pg_rewrite r join pg_class c on c.oid = r.ev_class join visible v on v.oid = c.relnamespace
  where r.rulename <> '_RETURN' and ${notOfExtension('r', 'pg_rewrite')}
  order by 3, 4`

export const EVENT_TRIGGERS_QUERY = `
  select e.oid, quote_ident(e.evtname), e.evtevent, (select string_agg(quote_literal(t), ', ') from unnest(e.evttags) t),
    e.evtfoid::regproc::text, e.evtenabled
  from pg_event_trigger e where ${notOfExtension('e', 'pg_event_trigger')} order by 2`

export const POLICIES_QUERY = `
  with ${VISIBLE}
  select p.oid, p.polrelid, quote_ident(p.polname), p.polpermissive, p.polcmd,
    (
      select string_agg(case when o = 0 then 'PUBLIC' else quote_ident(pg_get_userbyid(o)) end, ', '
        order by pg_get_userbyid(o)) from unnest(p.polroles) o
    ),
    pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)
  from pg_policy p join pg_class c on c.oid = p.polrelid join visible v on v.oid = c.relnamespace
  order by p.polrelid, p.polname`

export const OWNERS_QUERY = `
  with ${VISIBLE}, owned as (
    select 'pg_class'::regclass::oid as class, c.oid, c.relowner as owner from pg_class c
    join visible v on v.oid = c.relnamespace where c.relkind in ('r', 'p', 'f', 'v', 'm', 'S')
    union all
    select 'pg_namespace'::regclass, n.oid, n.nspowner from pg_namespace n join visible v on v.oid = n.oid
    union all
    select 'pg_proc'::regclass, p.oid, p.proowner from pg_proc p join visible v on v.oid = p.pronamespace
    union all
    select 'pg_type'::regclass, t.oid, t.typowner from pg_type t join visible v on v.oid = t.typnamespace
    where t.typcategory <> 'A'
  )
  select o.class, o.oid, quote_ident(pg_get_userbyid(o.owner)) from owned o`

/** What differs from the rights that an object is born with: given (true) and taken away (false). */
export const GRANTS_QUERY = `
  with ${VISIBLE}, objects (class, oid, sub, acl, born) as (
    select 'pg_class'::regclass::oid, c.oid, 0, c.relacl, acldefault(case c.relkind when 'S' then 's' else 'r' end::"char", c.relowner)
    from pg_class c join visible v on v.oid = c.relnamespace
    where c.relacl is not null and c.relkind in ('r', 'p', 'f', 'v', 'm', 'S')
    union all
    select 'pg_class'::regclass, a.attrelid, a.attnum, a.attacl, acldefault('c', c.relowner)
    from pg_attribute a join pg_class c on c.oid = a.attrelid join visible v on v.oid = c.relnamespace
    where a.attacl is not null and not a.attisdropped
    union all
    select 'pg_namespace'::regclass, n.oid, 0, n.nspacl, acldefault('n', n.nspowner)
    from pg_namespace n join visible v on v.oid = n.oid where n.nspacl is not null
    union all
    select 'pg_proc'::regclass, p.oid, 0, p.proacl, acldefault('f', p.proowner)
    from pg_proc p join visible v on v.oid = p.pronamespace where p.proacl is not null
    union all
    select 'pg_type'::regclass, t.oid, 0, t.typacl, acldefault('T', t.typowner)
    from pg_type t join visible v on v.oid = t.typnamespace where t.typacl is not null
  ), differences as (
    select o.class, o.oid, o.sub, d.* from objects o, lateral (
      select grantee, privilege_type, is_grantable, true as given from (
        select grantee, privilege_type, is_grantable from aclexplode(o.acl)
        except select grantee, privilege_type, is_grantable from aclexplode(o.born)
      ) g
      union all
      select grantee, privilege_type, is_grantable, false from (
        select grantee, privilege_type, is_grantable from aclexplode(o.born)
        except select grantee, privilege_type, is_grantable from aclexplode(o.acl)
      ) r
    ) d
  )
  select class, oid, sub, quote_ident(a.attname),
    case when grantee = 0 then 'PUBLIC' else quote_ident(pg_get_userbyid(grantee)) end, given, is_grantable,
    json_agg(distinct privilege_type order by privilege_type)::text
  from differences
  left join pg_attribute a on class = 'pg_class'::regclass and sub > 0 and a.attrelid = differences.oid and a.attnum = sub
  group by 1, 2, 3, 4, 5, 6, 7 order by 1, 2, 3, 4, 5, 6, 7`

export const DEFAULT_GRANTS_QUERY = `
  select quote_ident(pg_get_userbyid(d.defaclrole)), quote_ident(n.nspname), d.defaclobjtype,
    case when x.grantee = 0 then 'PUBLIC' else quote_ident(pg_get_userbyid(x.grantee)) end, x.is_grantable, x.given,
    string_agg(distinct x.privilege_type, ', ' order by x.privilege_type)
  from pg_default_acl d
  left join pg_namespace n on n.oid = d.defaclnamespace
  cross join lateral (select case when d.defaclnamespace = 0
    then acldefault(case d.defaclobjtype when 'S' then 's' else d.defaclobjtype end::"char", d.defaclrole)
      else acldefault('c', d.defaclrole) end as acl) born
  cross join lateral (
    select grantee, privilege_type, is_grantable, true as given from (
      select grantee, privilege_type, is_grantable from aclexplode(d.defaclacl)
      except select grantee, privilege_type, is_grantable from aclexplode(born.acl)) g
    union all
    select grantee, privilege_type, is_grantable, false from (
      select grantee, privilege_type, is_grantable from aclexplode(born.acl)
      except select grantee, privilege_type, is_grantable from aclexplode(d.defaclacl)) r
  ) x
  group by 1, 2, 3, 4, 5, 6 order by 1, 2, 3, 4, 5, 6`

export const COMMENTS_QUERY = `
  select d.classoid, d.objoid, d.objsubid, quote_ident(a.attname), quote_literal(d.description)
  from pg_description d
  left join pg_attribute a on d.classoid = 'pg_class'::regclass and d.objsubid > 0
    and a.attrelid = d.objoid and a.attnum = d.objsubid
  where d.objoid >= 16384 or d.classoid = 'pg_namespace'::regclass`

/** Only among objects of users, and on schemas: what the server brings is everywhere. */
export const NEEDS_QUERY = `
  select classid, objid, objsubid, refclassid, refobjid, refobjsubid from pg_depend
  where objid >= 16384 and (refobjid >= 16384 or refclassid = 'pg_namespace'::regclass)
    and deptype in ('n', 'a', 'i', 'P', 'S')
  union
  select classid, objid, objsubid, refclassid, refobjid, refobjsubid from pg_depend
  where objid >= 16384 and refobjid < 16384 and refclassid = 'pg_extension'::regclass and deptype = 'n'`

/** By which the other queries name the catalogs. */
export const CATALOGS_QUERY = `
  select relname, oid from pg_class where relnamespace = 'pg_catalog'::regnamespace and relname in ('pg_class', 'pg_type',
    'pg_proc', 'pg_namespace', 'pg_extension', 'pg_constraint', 'pg_attrdef', 'pg_rewrite', 'pg_trigger', 'pg_policy',
    'pg_statistic_ext', 'pg_event_trigger')`
