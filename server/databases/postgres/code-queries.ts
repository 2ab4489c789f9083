import type { ServerFunction } from '../database.ts'

/** Objects below this OID are made by initdb, not by users or extensions (FirstNormalObjectId, access/transam.h). */
export const FIRST_NORMAL_OID = 16_384

export const VOLATILITY: Readonly<Record<string, ServerFunction['volatility']>> = {
  i: 'IMMUTABLE',
  s: 'STABLE',
  v: 'VOLATILE',
}

/** The columns of a function that `function_oid` names. */
const FUNCTION_COLUMNS = `fn.nspname, f.proname, f.provolatile, f.oid < ${FIRST_NORMAL_OID} and fn.nspname = 'pg_catalog', e.extname`

/** Named so that a function that is gone meanwhile shows as one without a name, which nothing allows. */
function joinFunction(oid: string): string {
  return `
  left join pg_catalog.pg_proc f on f.oid = ${oid}
  left join pg_catalog.pg_namespace fn on fn.oid = f.pronamespace
  left join pg_catalog.pg_depend fe on fe.classid = 'pg_catalog.pg_proc'::regclass and fe.objid = f.oid
    and fe.deptype = 'e' and fe.refclassid = 'pg_catalog.pg_extension'::regclass
  left join pg_catalog.pg_extension e on e.oid = fe.refobjid`
}

function ofExtension(catalog: string, oid: string): string {
  return `exists (select from pg_catalog.pg_depend x where x.classid = 'pg_catalog.${catalog}'::regclass
    and x.objid = ${oid} and x.deptype = 'e')`
}

const POLICIES_SINCE = 90_500
const VIRTUAL_COLUMNS_SINCE = 180_000

/** Policies that this login meets; those that only a view's owner meets are not seen. */
const POLICIES = `
    union all
    select p.polrelid, 'pg_catalog.pg_policy'::regclass, p.oid, p.polqual::text
    from pg_catalog.pg_policy p
    where p.polcmd in ('r', '*') and pg_catalog.row_security_active(p.polrelid)
      and (0 = any (p.polroles)
        or exists (select from unnest(p.polroles) r (role) where pg_catalog.pg_has_role(r.role, 'MEMBER')))`

/** Computed at every read. */
const VIRTUAL_COLUMNS = `
    union all
    select d.adrelid, 'pg_catalog.pg_attrdef'::regclass, d.oid, d.adbin::text
    from pg_catalog.pg_attrdef d
    join pg_catalog.pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum
    where a.attgenerated = 'v'`

/**
 * Types of users that run something when a value becomes one of them: domains by their checks, base types by their
 * input, and whatever holds one of them (arrays, composites, rows of tables, ranges, domains over domains). Types that
 * an extension has brought are left out: only a superuser or a trusted script makes those. For WITH RECURSIVE.
 */
const RUNNING_TYPES = `
  direct (type, function) as (
    select k.contypid, found[2]::oid
    from pg_catalog.pg_constraint k, regexp_matches(k.conbin::text, ':(funcid|opfuncid) ([1-9][0-9]*)', 'g') found
    where k.contypid <> 0 and k.contypid >= ${FIRST_NORMAL_OID}
    union
    select t.oid, t.typinput::oid from pg_catalog.pg_type t
    where t.oid >= ${FIRST_NORMAL_OID} and t.typinput::oid >= ${FIRST_NORMAL_OID} and not ${ofExtension('pg_type', 't.oid')}
  ), part (whole, part) as materialized (
    select t.oid, t.typbasetype from pg_catalog.pg_type t where t.typbasetype >= ${FIRST_NORMAL_OID}
    union all
    select t.oid, t.typelem from pg_catalog.pg_type t where t.typelem >= ${FIRST_NORMAL_OID}
    union all
    select r.rngtypid, r.rngsubtype from pg_catalog.pg_range r where r.rngsubtype >= ${FIRST_NORMAL_OID}
    union all
    select c.reltype, a.atttypid from pg_catalog.pg_attribute a join pg_catalog.pg_class c on c.oid = a.attrelid
    where a.atttypid >= ${FIRST_NORMAL_OID} and c.reltype <> 0 and a.attnum > 0
  ), running (type, function) as (
    select * from direct
    union
    select part.whole, running.function from running join part on part.part = running.type
  )`

/**
 * What reading a relation of users makes the server call and read, one step at a time: through a view's query, a row
 * policy, a column that is computed when it is read, a part that lies on another server. The server does not record in
 * pg_depend what hangs off its own functions and catalogs, so their OIDs are taken from the stored tree: in it a
 * name cannot be mistaken. (A text in the tree has its blanks escaped.)
 */
export function relationsQuery(versionNumber: number): string {
  return `
  with recursive ${RUNNING_TYPES}, holder (relation, class, oid, tree) as (
    select c.oid, 'pg_catalog.pg_rewrite'::regclass, r.oid, r.ev_action::text
    from pg_catalog.pg_rewrite r join pg_catalog.pg_class c on c.oid = r.ev_class
    where r.ev_type = '1' and c.relkind <> 'm' and c.oid >= ${FIRST_NORMAL_OID}
    ${versionNumber >= POLICIES_SINCE ? POLICIES : ''}
    ${versionNumber >= VIRTUAL_COLUMNS_SINCE ? VIRTUAL_COLUMNS : ''}
  ), reference (relation, kind, oid) as (
    select h.relation, case found[1] when 'relid' then 'relation' else 'function' end, found[2]::oid
    from holder h, regexp_matches(h.tree, ':(funcid|opfuncid|aggfnoid|winfnoid|relid) ([1-9][0-9]*)', 'g') found
    union
    select h.relation,
      case d.refclassid when 'pg_catalog.pg_class'::regclass then 'relation' else 'function' end,
      coalesce(o.oprcode::oid, d.refobjid)
    from holder h
    join pg_catalog.pg_depend d on d.classid = h.class and d.objid = h.oid
    left join pg_catalog.pg_operator o on d.refclassid = 'pg_catalog.pg_operator'::regclass and o.oid = d.refobjid
    where d.refclassid in ('pg_catalog.pg_class'::regclass, 'pg_catalog.pg_proc'::regclass,
      'pg_catalog.pg_operator'::regclass)
    union
    -- A cast to a domain names no function.
    select h.relation, 'function', running.function
    from holder h
    join pg_catalog.pg_depend d on d.classid = h.class and d.objid = h.oid
      and d.refclassid = 'pg_catalog.pg_type'::regclass
    join running on running.type = d.refobjid
    union
    select i.inhparent, 'relation', i.inhrelid
    from pg_catalog.pg_inherits i join pg_catalog.pg_class c on c.oid = i.inhrelid
    where c.relkind = 'f' or c.relhassubclass
    union
    select ftrelid, 'foreign', ftserver from pg_catalog.pg_foreign_table
    -- The server's own relations stand here too, for the sake of their names.
    union
    select c.oid, 'name', 0 from pg_catalog.pg_class c where c.oid < ${FIRST_NORMAL_OID} and c.relkind in ('r', 'v')
  )
  select c.oid::text, n.nspname, c.relname, pg_catalog.pg_table_is_visible(c.oid),
    c.oid < ${FIRST_NORMAL_OID} and n.nspname in ('pg_catalog', 'information_schema'), t.kind, t.oid::text,
    coalesce(fn.nspname, ''), coalesce(f.proname, s.srvname), f.provolatile,
    f.oid < ${FIRST_NORMAL_OID} and fn.nspname = 'pg_catalog', e.extname
  from reference t
  join pg_catalog.pg_class c on c.oid = t.relation
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  left join pg_catalog.pg_foreign_server s on t.kind = 'foreign' and s.oid = t.oid
  ${joinFunction(`t.oid and t.kind = 'function'`)}
  where t.kind <> 'relation' or t.oid <> t.relation`
}

export const TYPES_QUERY = `
  with recursive ${RUNNING_TYPES}
  select t.oid::text, n.nspname, t.typname, ${FUNCTION_COLUMNS}
  from running
  join pg_catalog.pg_type t on t.oid = running.type
  join pg_catalog.pg_namespace n on n.oid = t.typnamespace
  ${joinFunction('running.function')}
  order by 2, 3, 5`

/** Where types of users come in: as those types by name, or through the relations that have a column of them. */
function placesOf(first: string, second: string, condition = 'true'): string {
  const own = `${condition} and t.oid in (${first}, ${second}) and t.oid >= ${FIRST_NORMAL_OID}`
  return `
    not exists (select from pg_catalog.pg_type t where ${own}),
    (select coalesce(json_agg(json_build_array(n.nspname, t.typname)), '[]')::text
      from pg_catalog.pg_type t join pg_catalog.pg_namespace n on n.oid = t.typnamespace where ${own}),
    (select coalesce(json_agg(distinct jsonb_build_array(n.nspname, c.relname)), '[]')::text
      from pg_catalog.pg_type t
      join pg_catalog.pg_attribute a on a.atttypid in (t.oid, t.typarray)
      join pg_catalog.pg_class c on c.oid = a.attrelid and c.relkind in ('r', 'p', 'v', 'm', 'f')
      join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where ${own})`
}

/** Operators of users and extensions; of those of extensions the names are enough. */
export const OPERATORS_QUERY = `
  select n.nspname, o.oprname, ${placesOf('o.oprleft', 'o.oprright', 'e.oid is null')}, ${FUNCTION_COLUMNS}
  from pg_catalog.pg_operator o
  join pg_catalog.pg_namespace n on n.oid = o.oprnamespace
  ${joinFunction('o.oprcode')}
  where o.oid >= ${FIRST_NORMAL_OID} and o.oprcode <> 0
  order by 1, 2, o.oid`

export const CASTS_QUERY = `
  select json_build_array(array[tn.nspname, t.typname])::text, ${placesOf('k.castsource', 'k.casttarget')},
    k.castcontext = 'i', ${FUNCTION_COLUMNS}
  from pg_catalog.pg_cast k
  join pg_catalog.pg_type t on t.oid = k.casttarget
  join pg_catalog.pg_namespace tn on tn.oid = t.typnamespace
  ${joinFunction('k.castfunc')}
  where k.oid >= ${FIRST_NORMAL_OID} and k.castfunc <> 0
    and not (${ofExtension('pg_cast', 'k.oid')} and f.provolatile <> 'v')
  order by 1, k.oid`
