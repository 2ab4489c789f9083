import type { ServerFacts } from '../database.ts'
import { listOf, textOf } from '../cell-text.ts'
import { readCodeBehind } from './code-behind.ts'
import { FIRST_NORMAL_OID, VOLATILITY } from './code-queries.ts'
import type { Session } from './driver.ts'

/**
 * One row for what overloads have in common. A first argument of a composite type, a domain or a pseudo-type may be a
 * row (`t.f` is `f(t)` then), where the others have defaults or are variadic.
 */
const FUNCTIONS_QUERY = `
  select n.nspname, p.proname, p.provolatile, p.oid < ${FIRST_NORMAL_OID} and n.nspname = 'pg_catalog', e.extname,
    bool_or(p.pronargs - p.pronargdefaults - (p.provariadic <> 0)::int <= 1 and t.typtype in ('c', 'd', 'p'))
  from pg_catalog.pg_proc p
  join pg_catalog.pg_namespace n on n.oid = p.pronamespace
  left join pg_catalog.pg_type t on p.pronargs > 0 and t.oid = p.proargtypes[0]
  left join pg_catalog.pg_depend d on d.classid = 'pg_catalog.pg_proc'::regclass and d.objid = p.oid
    and d.deptype = 'e' and d.refclassid = 'pg_catalog.pg_extension'::regclass
  left join pg_catalog.pg_extension e on e.oid = d.refobjid
  group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5`

/**
 * Whether the login could write, were it not for our transaction: in a table, by making one, or in files of the host.
 * Membership counts also where it is not inherited, because SET ROLE is a statement away.
 */
const LOGIN_QUERY = `
  with visible as (
    select n.oid, n.nspname from pg_catalog.pg_namespace n
    where n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
      and pg_catalog.has_schema_privilege(n.oid, 'USAGE')
  )
  select r.rolname, r.rolsuper,
    r.rolsuper or r.rolcreaterole or r.rolcreatedb
    or pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CREATE')
    or exists (select from visible where pg_catalog.has_schema_privilege(visible.oid, 'CREATE'))
    or exists (
      select from pg_catalog.pg_class c join visible on visible.oid = c.relnamespace
      where c.relkind in ('r', 'p', 'v', 'f')
        and (pg_catalog.has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE')
          or pg_catalog.has_any_column_privilege(c.oid, 'INSERT, UPDATE'))
    )
    or exists (
      select from pg_catalog.pg_roles danger
      where danger.rolname in ('pg_write_all_data', 'pg_write_server_files', 'pg_execute_server_program')
        and pg_catalog.pg_has_role(danger.oid, 'MEMBER')
    ),
    pg_catalog.current_setting('server_version'), pg_catalog.pg_is_in_recovery(),
    (
      select pg_catalog.json_agg(visible.nspname order by visible.nspname) from visible
      where exists (
        select from pg_catalog.pg_class c
        where c.relnamespace = visible.oid and c.relkind in ('r', 'p', 'v', 'm', 'f')
          and (pg_catalog.has_table_privilege(c.oid, 'SELECT') or pg_catalog.has_any_column_privilege(c.oid, 'SELECT'))
      )
    )
  from pg_catalog.pg_roles r where r.rolname = current_user`

/** Without the schema of temporary tables, which `transaction.ts` puts last. */
const SEARCH_PATH_QUERY = `
  select own.name from unnest(current_schemas(false)) with ordinality as own (name, place)
  where own.name !~ '^pg_temp_' order by own.place`

export interface LoginFacts {
  serverVersion: string
  /** A standby, which takes no writes from anybody. */
  readOnlyReplica: boolean
  /** With tables that the login can read, by name. */
  schemas: readonly string[]
  login: ServerFacts['login']
}

/** A server can call itself anything: visible characters of ASCII, at most 60. */
function shortVersion(version: string): string {
  return version.replace(/[^\x20-\x7e]/g, '').slice(0, 60)
}

export async function readLogin(session: Session): Promise<LoginFacts> {
  const [row] = await session.query(LOGIN_QUERY)
  const [name, superuser, canWrite, version, inRecovery, schemas] = row ?? []
  return {
    serverVersion: `PostgreSQL ${shortVersion(textOf(version))}`,
    readOnlyReplica: inRecovery === true,
    schemas: listOf(schemas).map(textOf),
    login: { name: textOf(name), canWrite: canWrite === true, superuser: superuser === true },
  }
}

export async function readFacts(session: Session): Promise<ServerFacts> {
  const { serverVersion, login } = await readLogin(session)
  const functions = (await session.query(FUNCTIONS_QUERY)).map(
    ([schema, name, volatility, builtIn, extension, takesRow]) => ({
      schema: textOf(schema),
      name: textOf(name),
      volatility: VOLATILITY[textOf(volatility)] ?? 'VOLATILE',
      builtIn: builtIn === true,
      extension: extension === null ? null : textOf(extension),
      takesRow: takesRow === true,
    }),
  )
  const searchPath = (await session.query(SEARCH_PATH_QUERY)).map(([schema]) => textOf(schema))
  return {
    serverVersion,
    serverVersionNumber: session.serverVersionNumber,
    searchPath,
    functions,
    login,
    ...(await readCodeBehind(session)),
  }
}
