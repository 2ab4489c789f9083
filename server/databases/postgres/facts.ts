import type { ServerFacts, ServerFunction } from '../database.ts'
import { textOf } from './cell-text.ts'
import type { Session } from './driver.ts'

/** Objects below this OID are made by initdb, not by users or extensions (FirstNormalObjectId, access/transam.h). */
const FIRST_NORMAL_OID = 16_384

const VOLATILITY: Readonly<Record<string, ServerFunction['volatility']>> = {
  i: 'IMMUTABLE',
  s: 'STABLE',
  v: 'VOLATILE',
}

const FUNCTIONS_QUERY = `
  select n.nspname, p.proname, p.provolatile, p.oid < ${FIRST_NORMAL_OID} and n.nspname = 'pg_catalog'
  from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
  group by 1, 2, 3, 4 order by 1, 2, 3, 4`

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
    pg_catalog.current_setting('server_version')
  from pg_catalog.pg_roles r where r.rolname = current_user`

export interface LoginFacts {
  serverVersion: string
  login: ServerFacts['login']
}

export async function readLogin(session: Session): Promise<LoginFacts> {
  const [row] = await session.query(LOGIN_QUERY)
  const [name, superuser, canWrite, version] = row ?? []
  return {
    serverVersion: `PostgreSQL ${textOf(version)}`,
    login: { name: textOf(name), canWrite: canWrite === true, superuser: superuser === true },
  }
}

export async function readFacts(session: Session): Promise<ServerFacts> {
  const { serverVersion, login } = await readLogin(session)
  const functions = (await session.query(FUNCTIONS_QUERY)).map(([schema, name, volatility, builtIn]) => ({
    schema: textOf(schema),
    name: textOf(name),
    volatility: VOLATILITY[textOf(volatility)] ?? 'VOLATILE',
    builtIn: builtIn === true,
  }))
  return { serverVersion, serverVersionNumber: session.serverVersionNumber, functions, login }
}
