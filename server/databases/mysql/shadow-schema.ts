import { randomBytes } from 'node:crypto'
import { AppError } from '../../errors.ts'
import { textOf } from '../cell-text.ts'
import type { DatabaseOptions, DatabaseTarget } from '../database.ts'
import { openChangeSession } from './change-session.ts'
import type { Session } from './driver.ts'

/** With the time of its making behind it, by the server's clock: `lovable_shadow_20250131t120000_1f9a…`. */
const PREFIX = 'lovable_shadow_'
/** Between its making and the first session in it a shadow looks as if nobody wanted it. */
const LEFT_AFTER_MINUTES = 10

/** A session in an empty database of the same character set; leftovers of dead processes go. */
export async function makeShadowSchema(
  target: DatabaseTarget,
  options: DatabaseOptions,
): Promise<{ session: Session; name: string; databases: ReadonlySet<string> }> {
  const session = await openChangeSession(target, options)
  try {
    if (session.pooled) throw BEHIND_POOLER
    await dropLeftovers(session)
    const [row] = await session.query(
      `select date_format(utc_timestamp(), '%Y%m%dt%H%i%s'), @@character_set_database, @@collation_database`,
    )
    const [time = '', charset = '', collation = ''] = (row ?? []).map(textOf)
    const name = `${PREFIX}${time}_${randomBytes(6).toString('hex')}`
    const databases = await databasesOf(session)
    await session
      .script(`create database ${name} character set ${charset} collate ${collation}`)
      .catch(refusedAs(MAY_NOT_CREATE))
    try {
      await session.script(`use ${name}`)
    } catch (error) {
      await session.script(`drop database ${name}`).catch(() => undefined)
      throw error
    }
    return { session, name, databases }
  } catch (error) {
    await session.end()
    throw error
  }
}

/** Never rejects: what stays is found by the next one. */
export async function dropShadowSchema(
  target: DatabaseTarget,
  options: DatabaseOptions,
  name: string,
): Promise<void> {
  try {
    const session = await openChangeSession(target, options)
    try {
      await session.script(`drop database if exists ${name}`)
    } finally {
      await session.end()
    }
  } catch {
    // The server is gone, or its administrator was quicker.
  }
}

/** All that the login may do anything with, in lower case: names that a statement must not reach from the copy. */
async function databasesOf(session: Session): Promise<ReadonlySet<string>> {
  const rows = await session.query('select schema_name from information_schema.schemata')
  return new Set(rows.map(([name]) => textOf(name).toLowerCase()))
}

/** Only our own, by name and age, that none of our sessions is in. Another process may be doing the same. */
async function dropLeftovers(session: Session): Promise<void> {
  const left = await session.query(`
    select schema_name from information_schema.schemata
    where schema_name regexp '^${PREFIX}[0-9]{8}t[0-9]{6}_[0-9a-f]{12}$'
      and str_to_date(substr(schema_name, ${PREFIX.length + 1}, 15), '%Y%m%dt%H%i%s') < utc_timestamp() - interval ${LEFT_AFTER_MINUTES} minute
      and schema_name not in (select coalesce(db, '') from information_schema.processlist)`)
  for (const [name] of left)
    await session.script(`drop database if exists ${textOf(name)}`).catch(() => undefined)
}

const refusedAs = (failure: AppError) => (error: unknown) => {
  throw error instanceof AppError && error.code === 'DATABASE_PERMISSION_DENIED' ? failure : error
}

const BEHIND_POOLER = new AppError(
  'DATABASE_STATEMENT_FAILED',
  'A proxy stands between this app and the server; a dry run needs a session of its own.',
)
const MAY_NOT_CREATE = new AppError(
  'DATABASE_PERMISSION_DENIED',
  'The login of this connection may not create databases.',
)
