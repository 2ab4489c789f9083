/**
 * What a login may do beyond reading. A role that it could take on by SET ROLE counts like its own, because that is a
 * statement away. Catalogs that everybody may read; none of it is refused to a login without rights.
 */

/** A row for the login itself and for each role that it is a member of, however far away, by the shortest way there. */
export const ROLES_QUERY = `
  with recursive held (oid, way) as (
    select r.oid, array[]::name[] from pg_catalog.pg_roles r where r.rolname = current_user
    union
    select m.roleid, held.way || r.rolname
    from held
    join pg_catalog.pg_auth_members m on m.member = held.oid
    join pg_catalog.pg_roles r on r.oid = m.roleid
    where pg_catalog.array_length(held.way, 1) is null or pg_catalog.array_length(held.way, 1) < 10
  )
  select distinct on (r.oid) r.rolname::text, pg_catalog.to_json(held.way)::text,
    r.rolsuper, r.rolcreaterole, r.rolcreatedb, r.rolreplication, r.rolbypassrls
  from held join pg_catalog.pg_roles r on r.oid = held.oid
  order by r.oid, pg_catalog.array_length(held.way, 1) nulls first`

/** Who acts: the login with all that it inherits, and the roles whose rights it gets by SET ROLE only. */
const ACTING = `
  acting as materialized (
    select r.oid from pg_catalog.pg_roles r
    where r.rolname = current_user
      or (pg_catalog.pg_has_role(r.oid, 'MEMBER') and not pg_catalog.pg_has_role(r.oid, 'USAGE'))
  ),
  visible as materialized (
    select n.oid, n.nspname, n.nspowner, n.nspacl from pg_catalog.pg_namespace n
    where n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
      and exists (select from acting a where pg_catalog.has_schema_privilege(a.oid, n.oid, 'USAGE, CREATE'))
  )`

/** How many there are, some of them by name, and the schemas that they are in. */
function summary(relation: string): string {
  return `(
    select pg_catalog.json_build_object('count', pg_catalog.count(*),
      'examples', (pg_catalog.array_agg(pg_catalog.format('%s.%s', nspname, name) order by nspname, name))[1:3],
      'schemas', pg_catalog.array_agg(distinct nspname::text))
    from ${relation}
  )`
}

/** Who was granted one of these, of those that the login speaks for; null stands for everybody. */
function grantees(acls: string, privileges: string): string {
  return `(
    select pg_catalog.json_agg(distinct g.rolname::text)
    from (${acls}) given (acl, owner), pg_catalog.aclexplode(given.acl) x
    left join pg_catalog.pg_roles g on g.oid = x.grantee
    where x.privilege_type in (${privileges}) and x.grantee <> given.owner
      and (x.grantee = 0 or pg_catalog.pg_has_role(x.grantee, 'MEMBER'))
  )`
}

const TABLE_WRITES = `'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER'`

/** Functions that reach files and settings of the host; EXECUTE on them is nobody's by default. */
const HOST_FUNCTIONS = `'pg_read_file', 'pg_read_binary_file', 'pg_ls_dir', 'pg_stat_file', 'lo_import', 'lo_export',
  'pg_reload_conf', 'pg_rotate_logfile', 'pg_promote', 'pg_file_write', 'pg_read_server_files'`

/** One row; not for a superuser, of whom it would say everything of everything. */
export const RIGHTS_QUERY = `
  with ${ACTING},
  relation as materialized (
    select c.oid, v.nspname, c.relname as name, c.relkind, c.relacl, c.relowner
    from pg_catalog.pg_class c join visible v on v.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
  ),
  writable as materialized (
    select r.* from relation r
    where r.relkind in ('r', 'p', 'v', 'f') and exists (
      select from acting a
      where pg_catalog.has_table_privilege(a.oid, r.oid, 'INSERT, UPDATE, DELETE, TRUNCATE, TRIGGER')
        or pg_catalog.has_any_column_privilege(a.oid, r.oid, 'INSERT, UPDATE')
    )
  ),
  counting as materialized (
    select r.* from relation r
    where r.relkind = 'S'
      and exists (select from acting a where pg_catalog.has_sequence_privilege(a.oid, r.oid, 'USAGE, UPDATE'))
  ),
  routine as materialized (
    select p.oid, v.nspname, p.proname as name, p.prosecdef, p.proowner
    from pg_catalog.pg_proc p join visible v on v.oid = p.pronamespace
  ),
  owned as materialized (
    select r.nspname, r.name from relation r where pg_catalog.pg_has_role(r.relowner, 'MEMBER')
    union all
    select p.nspname, p.name || '()' from routine p where pg_catalog.pg_has_role(p.proowner, 'MEMBER')
  ),
  elevated as materialized (
    select p.nspname, p.name || '()' as name from routine p
    where p.prosecdef and not pg_catalog.pg_has_role(p.proowner, 'MEMBER')
      and exists (select from acting a where pg_catalog.has_function_privilege(a.oid, p.oid, 'EXECUTE'))
  ),
  making as materialized (
    select v.nspname, v.nspacl, v.nspowner from visible v
    where exists (select from acting a where pg_catalog.has_schema_privilege(a.oid, v.oid, 'CREATE'))
  ),
  database as materialized (
    select d.oid, d.datacl, d.datdba from pg_catalog.pg_database d where d.datname = pg_catalog.current_database()
  ),
  later as materialized (
    select n.nspname, o.rolname as owner, g.rolname as grantee
    from pg_catalog.pg_default_acl a
    cross join lateral pg_catalog.aclexplode(a.defaclacl) x
    join pg_catalog.pg_roles o on o.oid = a.defaclrole
    left join pg_catalog.pg_namespace n on n.oid = a.defaclnamespace
    left join pg_catalog.pg_roles g on g.oid = x.grantee
    where a.defaclobjtype = 'r' and x.privilege_type in (${TABLE_WRITES}) and x.grantee <> a.defaclrole
      and (x.grantee = 0 or pg_catalog.pg_has_role(x.grantee, 'MEMBER'))
  )
  select pg_catalog.json_build_object(
    'writable', ${summary('writable')},
    'writableBy', ${grantees('select relacl, relowner from writable', TABLE_WRITES)},
    'counting', ${summary('counting')},
    'countingBy', ${grantees('select relacl, relowner from counting', `'USAGE', 'UPDATE'`)},
    'owned', ${summary('owned')},
    'ownedBy', (
      select pg_catalog.json_agg(distinct o.rolname::text) from pg_catalog.pg_roles o
      where pg_catalog.pg_has_role(o.oid, 'MEMBER')
        and (o.oid in (select relowner from relation) or o.oid in (select proowner from routine))
    ),
    'ownsDatabase', exists (select from database d where pg_catalog.pg_has_role(d.datdba, 'MEMBER')),
    'ownedSchemas', (
      select pg_catalog.json_agg(v.nspname::text order by v.nspname) from visible v
      where pg_catalog.pg_has_role(v.nspowner, 'MEMBER')
    ),
    'elevated', ${summary('elevated')},
    'making', ${summary(`(select nspname, ''::text as name from making) m`)},
    'makingBy', ${grantees('select nspacl, nspowner from making', `'CREATE'`)},
    'createInDatabase', exists (
      select from acting a, database d where pg_catalog.has_database_privilege(a.oid, d.oid, 'CREATE')
    ),
    'createInDatabaseBy', ${grantees('select datacl, datdba from database', `'CREATE'`)},
    'temporary', exists (
      select from acting a, database d where pg_catalog.has_database_privilege(a.oid, d.oid, 'TEMP')
    ),
    'temporaryBy', ${grantees(
      `select coalesce(datacl, pg_catalog.acldefault('d', datdba)), datdba from database`,
      `'TEMPORARY'`,
    )},
    'later', (
      select pg_catalog.json_agg(distinct pg_catalog.jsonb_build_object(
        'schema', later.nspname, 'owner', later.owner, 'grantee', later.grantee)) from later
    ),
    'hostFunctions', (
      select pg_catalog.json_agg(distinct p.proname::text) from pg_catalog.pg_proc p
      where p.pronamespace = 'pg_catalog'::regnamespace and p.proname in (${HOST_FUNCTIONS})
        and exists (select from acting a where pg_catalog.has_function_privilege(a.oid, p.oid, 'EXECUTE'))
    ),
    'passwordHashes', exists (
      select from acting a where pg_catalog.has_any_column_privilege(a.oid, 'pg_catalog.pg_authid'::regclass, 'SELECT')
    ),
    'otherServers', (
      select pg_catalog.json_agg(s.srvname::text order by s.srvname) from pg_catalog.pg_foreign_server s
      where exists (select from acting a where pg_catalog.has_server_privilege(a.oid, s.oid, 'USAGE'))
    )
  )::text`
