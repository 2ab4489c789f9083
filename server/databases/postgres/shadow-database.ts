import { randomBytes } from 'node:crypto'
import type { ShadowPlace } from '../../domain.ts'
import { AppError } from '../../errors.ts'
import { textOf } from '../cell-text.ts'
import type { DatabaseOptions, DatabaseTarget } from '../database.ts'
import { openChangeSession } from './change-session.ts'
import type { ChangeSession } from './change-session.ts'

/** With the time of its making behind it, by the server's clock: `lovable_shadow_20250131t120000_1f9a…`. */
const PREFIX = 'lovable_shadow_'
/** Between its making and the first session in it a shadow looks as if nobody wanted it. */
const LEFT_AFTER = '10 minutes'

const BEHIND_POOLER = new AppError(
  'DATABASE_STATEMENT_FAILED',
  'A pooler stands between this app and the server; a dry run needs a session of its own.',
)
const MAY_NOT_CREATE = new AppError(
  'DATABASE_PERMISSION_DENIED',
  'The login of this connection may not create databases.',
)
export interface ShadowDatabase {
  /** With the login that uses it. */
  target: DatabaseTarget
  /** A login of its own, which goes with it. */
  role: string | null
  notes: readonly string[]
}

/**
 * An empty database of the same encoding and collation where the server has these; leftovers of dead processes go. On a
 * server of our own, where we may do everything, it belongs to a login that may do nothing else: what is tried there can
 * call functions of its author's.
 */
export async function makeShadowDatabase(
  place: ShadowPlace,
  server: DatabaseTarget,
  options: DatabaseOptions,
): Promise<ShadowDatabase> {
  const session = await openChangeSession(server, options)
  try {
    if (session.pooled) throw BEHIND_POOLER
    const [row] = await session.query(
      `select rolcreatedb or rolsuper, rolsuper, to_char(now() at time zone 'UTC', 'YYYYMMDD"t"HH24MISS')
       from pg_catalog.pg_roles where rolname = current_user`,
    )
    if (row?.[0] !== true) throw MAY_NOT_CREATE
    await dropLeftovers(session)
    const database = `${PREFIX}${textOf(row[2])}_${randomBytes(6).toString('hex')}`
    const name = { target: { ...server, database }, role: null }
    if (place === 'TARGET_SERVER') {
      await session.change(`create database ${database} template template0${await localeOf(session)}`)
      return { ...name, notes: [] }
    }
    const notes = ['Tried on a server of our own, with its settings, extensions and roles.']
    if (row[1] !== true) {
      await session.change(`create database ${database} template template0`)
      return { ...name, notes }
    }
    const password = randomBytes(24).toString('hex')
    await session.change(
      `create role ${database} login password '${password}' nosuperuser nocreatedb nocreaterole noreplication nobypassrls`,
    )
    await session.change(`create database ${database} template template0 owner ${database}`)
    return { target: { ...server, database, username: database, password }, role: database, notes }
  } finally {
    await session.end()
  }
}

async function localeOf(session: ChangeSession): Promise<string> {
  const version = session.serverVersionNumber
  const icu = version >= 170_000 ? 'd.datlocale' : version >= 150_000 ? 'd.daticulocale' : 'null'
  const provider = version >= 150_000 ? 'd.datlocprovider' : "'c'"
  const [row] = await session.query(`
    select format(' encoding %L lc_collate %L lc_ctype %L', pg_encoding_to_char(d.encoding), d.datcollate, d.datctype)
      || case ${provider} when 'i' then format(' locale_provider icu icu_locale %L', ${icu})
                          when 'b' then format(' locale_provider builtin builtin_locale %L', ${icu}) else '' end
    from pg_catalog.pg_database d where d.datname = current_database()`)
  return textOf(row?.[0])
}

/** Never rejects: what stays is found by the next one. */
export async function dropShadowDatabase(
  server: DatabaseTarget,
  options: DatabaseOptions,
  { target, role }: ShadowDatabase,
): Promise<void> {
  try {
    const session = await openChangeSession(server, options)
    try {
      await session.change(`drop database if exists ${target.database} with (force)`)
      if (role !== null) await session.change(`drop role if exists ${role}`)
    } finally {
      await session.end()
    }
  } catch {
    // The server is gone, or its administrator was quicker.
  }
}

/** Only our own, by name and owner, that nobody is in. Another process may be doing the same. */
async function dropLeftovers(session: ChangeSession): Promise<void> {
  const left = await session.query(`
    select d.datname, pg_catalog.pg_get_userbyid(d.datdba) = d.datname from pg_catalog.pg_database d
    where d.datname ~ '^${PREFIX}[0-9]{8}t[0-9]{6}_[0-9a-f]{12}$'
      and pg_catalog.pg_get_userbyid(d.datdba) in (current_user, d.datname)
      and to_timestamp(substr(d.datname, ${PREFIX.length + 1}, 15), 'YYYYMMDD"t"HH24MISS') < now() - interval '${LEFT_AFTER}'
      and not exists (select from pg_catalog.pg_stat_activity a where a.datid = d.oid)`)
  for (const [name, withLogin] of left) {
    await session.change(`drop database if exists ${textOf(name)}`).catch(() => undefined)
    if (withLogin === true) await session.change(`drop role if exists ${textOf(name)}`).catch(() => undefined)
  }
}
