import type { ServerFacts } from '../database.ts'
import { listOf, textOf } from '../cell-text.ts'
import { readCodeBehind } from './code-behind.ts'
import { FIRST_NORMAL_OID, VOLATILITY } from './code-queries.ts'
import type { Session } from './driver.ts'
import type { FoundPrivilege } from '../privilege-words.ts'
import { findPrivileges } from './privilege-findings.ts'
import { readPrivileges } from './privileges.ts'

const PROCEDURES_SINCE = 110_000

/**
 * One row for what overloads have in common. A first argument of a composite type, a domain or a pseudo-type may be a
 * row (`t.f` is `f(t)` then), where the others have defaults or are variadic.
 */
const functionsQuery = (serverVersionNumber: number) => `
  select n.nspname, p.proname, p.provolatile, p.oid < ${FIRST_NORMAL_OID} and n.nspname = 'pg_catalog', e.extname,
    bool_or(p.pronargs - p.pronargdefaults - (p.provariadic <> 0)::int <= 1 and t.typtype in ('c', 'd', 'p')),
    bool_or(p.prorettype not in ('pg_catalog.trigger'::regtype, 'pg_catalog.event_trigger'::regtype)
      ${serverVersionNumber >= PROCEDURES_SINCE ? "and p.prokind <> 'p'" : ''})
  from pg_catalog.pg_proc p
  join pg_catalog.pg_namespace n on n.oid = p.pronamespace
  left join pg_catalog.pg_type t on p.pronargs > 0 and t.oid = p.proargtypes[0]
  left join pg_catalog.pg_depend d on d.classid = 'pg_catalog.pg_proc'::regclass and d.objid = p.oid
    and d.deptype = 'e' and d.refclassid = 'pg_catalog.pg_extension'::regclass
  left join pg_catalog.pg_extension e on e.oid = d.refobjid
  group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5`

const LOGIN_QUERY = `
  with visible as (
    select n.oid, n.nspname from pg_catalog.pg_namespace n
    where n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
      and pg_catalog.has_schema_privilege(n.oid, 'USAGE')
  )
  select r.rolname, r.rolsuper, pg_catalog.current_database()::text, pg_catalog.current_setting('server_version'), pg_catalog.pg_is_in_recovery(),
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
  privileges: readonly FoundPrivilege[]
  login: ServerFacts['login']
}

/** A server can call itself anything: visible characters of ASCII, at most 60. */
function shortVersion(version: string): string {
  return version.replace(/[^\x20-\x7e]/g, '').slice(0, 60)
}

export async function readLogin(session: Session): Promise<LoginFacts> {
  const [row] = await session.query(LOGIN_QUERY)
  const [name, superuser, database, version, inRecovery, schemas] = row ?? []
  const privileges = findPrivileges(await readPrivileges(session), textOf(database))
  return {
    serverVersion: `PostgreSQL ${shortVersion(textOf(version))}`,
    readOnlyReplica: inRecovery === true,
    schemas: listOf(schemas).map(textOf),
    privileges,
    login: {
      name: textOf(name),
      canWrite: privileges.some(({ writes }) => writes),
      superuser: superuser === true,
    },
  }
}

export async function readFacts(session: Session): Promise<ServerFacts> {
  const { serverVersion, login } = await readLogin(session)
  const functions = (await session.query(functionsQuery(session.serverVersionNumber))).map(
    ([schema, name, volatility, builtIn, extension, takesRow, callable]) => ({
      schema: textOf(schema),
      name: textOf(name),
      volatility: VOLATILITY[textOf(volatility)] ?? 'VOLATILE',
      builtIn: builtIn === true,
      extension: extension === null ? null : textOf(extension),
      takesRow: takesRow === true,
      callable: callable === true,
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
