import { AppError } from '../../errors.ts'
import type { Row } from '../../domain.ts'
import type { ServerFacts, ServerFunction } from '../database.ts'
import { textOf, textOrNull } from '../cell-text.ts'
import type { FoundPrivilege } from '../privilege-words.ts'
import type { Session } from './driver.ts'
import { joinGrants, readGrants } from './grants.ts'
import type { Grants, Privilege } from './grants.ts'
import { findPrivileges } from './privilege-findings.ts'
import type { GrantsOf } from './privilege-findings.ts'
import { readRelations } from './relations.ts'

/** Stored functions that the login can see; it may see some that it may not execute. MySQL's own `sys` is left out. */
const STORED_FUNCTIONS_QUERY = `
  select routine_schema, routine_name, is_deterministic, sql_data_access
  from information_schema.routines
  where routine_type = 'FUNCTION' and routine_schema not in ('mysql', 'sys', 'performance_schema')
  order by cast(routine_schema as binary), cast(routine_name as binary)`

/** Loadable functions live in no schema. MariaDB's table is for administrators only, MySQL's mostly too. */
const LOADABLE_FUNCTIONS_QUERY = {
  MariaDB: 'select name, dl from mysql.func order by cast(name as binary)',
  MySQL: `
    select udf_name, udf_library from performance_schema.user_defined_functions
    where udf_library is not null order by cast(udf_name as binary)`,
}

/** Tables that the login may do anything with; only what it was granted says whether that is reading. */
const ANY_TABLE_QUERY = `
  select 1 from information_schema.tables where table_schema = database() and table_type <> 'SEQUENCE' limit 1`

export interface LoginFacts {
  serverVersion: string
  login: ServerFacts['login']
  privileges: readonly FoundPrivilege[]
  canRead: boolean
}

/** Roles count also when they are not switched on: SET ROLE is a statement away. */
export async function readLogin(session: Session): Promise<LoginFacts> {
  const [[account] = []] = await session.query('select current_user()')
  const { product, version } = session.server
  const all = await readAllGrants(session)
  const [anyTable] = await session.query(ANY_TABLE_QUERY)
  const reads = all.some(({ grants }) => grants.privileges.some(isRead))
  return {
    serverVersion: `${product} ${version}`,
    login: { name: textOf(account), ...joinGrants(all.map(({ grants }) => grants)) },
    privileges: findPrivileges(all, textOf(account)),
    canRead: anyTable !== undefined && reads,
  }
}

function isRead({ name }: Privilege): boolean {
  return name === 'SELECT' || name.startsWith('ALL')
}

/**
 * The functions of the engine itself are in no catalog, so these are only those that were added to it: the guard knows
 * the others by name.
 */
export async function readFacts(session: Session): Promise<ServerFacts> {
  const { serverVersion, login } = await readLogin(session)
  const stored = (await session.query(STORED_FUNCTIONS_QUERY)).map(toStoredFunction)
  const loadable = (await readLoadable(session)).map(toLoadableFunction)
  const [[database] = []] = await session.query('select database()')
  const searchPath = [textOrNull(database)].filter(name => name !== null)
  return {
    serverVersion,
    serverVersionNumber: session.server.versionNumber,
    searchPath,
    functions: [...stored, ...loadable],
    relations: await readRelations(session, searchPath),
    // Neither server has any that users can make.
    ...{ types: [], operators: [], casts: [] },
    login,
  }
}

async function readAllGrants(session: Session): Promise<GrantsOf[]> {
  const own = { grants: await showGrants(session, 'show grants'), role: null }
  const { roles } = own.grants
  if (roles.length === 0) return [own]
  if (session.server.product === 'MariaDB') return [own, ...(await showGrantsInRoles(session, roles))]
  const withRoles: GrantsOf[] = []
  for (const role of roles)
    withRoles.push({
      grants: await showGrants(session, `show grants for current_user() using ${role}`),
      role,
    })
  return [own, ...withRoles]
}

/** MariaDB has one role at a time, and shows the grants of none but that one. */
async function showGrantsInRoles(session: Session, roles: readonly string[]): Promise<GrantsOf[]> {
  const [[current] = []] = await session.query('select current_role()')
  const all: GrantsOf[] = []
  try {
    for (const role of roles) {
      await session.script(`set role ${role}`)
      all.push({ grants: await showGrants(session, 'show grants'), role })
    }
  } finally {
    await session.script(`set role ${current == null ? 'none' : quoteRole(textOf(current))}`)
  }
  return all
}

function quoteRole(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``
}

async function showGrants(session: Session, statement: string): Promise<Grants> {
  return readGrants((await session.query(statement)).map(([line]) => textOf(line)))
}

async function readLoadable(session: Session): Promise<readonly Row[]> {
  try {
    return await session.query(LOADABLE_FUNCTIONS_QUERY[session.server.product])
  } catch (error) {
    if (error instanceof AppError && error.code === 'DATABASE_PERMISSION_DENIED') return []
    throw error
  }
}

/** By what was declared, which is a promise: a function that says nothing is not deterministic. */
function toStoredFunction([schema, name, deterministic, access]: Row): ServerFunction {
  const readsNothing = access === 'NO SQL' || access === 'CONTAINS SQL'
  const volatility =
    deterministic !== 'YES' || access === 'MODIFIES SQL DATA'
      ? 'VOLATILE'
      : readsNothing
        ? 'IMMUTABLE'
        : 'STABLE'
  return {
    schema: textOf(schema),
    name: textOf(name),
    volatility,
    builtIn: false,
    extension: null,
    takesRow: false,
    callable: true,
  }
}

function toLoadableFunction([name, library]: Row): ServerFunction {
  return {
    schema: '',
    name: textOf(name),
    volatility: 'VOLATILE',
    builtIn: false,
    extension: textOf(library),
    takesRow: false,
    callable: true,
  }
}
