import postgres from 'postgres'
import type { Sql } from 'postgres'

const NAME = 'lovable_store'
/** Owns the tables, and makes the store migrations. The app works as `lovable_store`, which owns nothing. */
const OWNER = 'lovable_owner'
/** "own" as a number: several processes at their first start take turns. */
const SETUP_LOCK = 0x6f776e

export interface OwnDatabase {
  /** Of the login that the app works as. */
  url: string
  /** Of the login that owns the tables. */
  ownerUrl: string
}

/**
 * In a PostgreSQL that is ours (the embedded one): a database for the store, a login that owns it and makes its tables,
 * and one for the app, which may do with them what `grant-to-app.ts` says. What the app's login has made before there was
 * an owner is given to the owner.
 * @param administratorUrl of a superuser
 */
export async function ensureOwnDatabase(
  administratorUrl: string,
  passwords: { app: string; owner: string },
): Promise<OwnDatabase> {
  const sql = connect(administratorUrl)
  try {
    await sql`select pg_advisory_lock(${SETUP_LOCK})`
    for (const [login, password] of [
      [NAME, passwords.app],
      [OWNER, passwords.owner],
    ] as const) {
      const [role] = await sql`select 1 from pg_roles where rolname = ${login}`
      if (!role) await sql`create role ${sql(login)} login`
      // Utility statements take no parameters; base64url needs no quoting beyond the quotes.
      await sql.unsafe(`alter role ${login} password '${password.replaceAll("'", "''")}'`)
    }
    const [database] = await sql`select 1 from pg_database where datname = ${NAME}`
    if (!database) await sql`create database ${sql(NAME)} owner ${sql(OWNER)}`
    await sql`revoke connect on database ${sql(NAME)} from public`
    if (database) await giveToOwner(administratorUrl)
    // After that: what the app's login was granted goes to the owner, too.
    await sql`grant connect on database ${sql(NAME)} to ${sql(NAME)}`
  } finally {
    await sql.end({ timeout: 5 })
  }
  return {
    url: loginUrl(administratorUrl, NAME, passwords.app),
    ownerUrl: loginUrl(administratorUrl, OWNER, passwords.owner),
  }
}

async function giveToOwner(administratorUrl: string): Promise<void> {
  const url = new URL(administratorUrl)
  url.pathname = `/${NAME}`
  const sql = connect(url.href)
  try {
    await sql`reassign owned by ${sql(NAME)} to ${sql(OWNER)}`
  } finally {
    await sql.end({ timeout: 5 })
  }
}

function connect(url: string): Sql {
  return postgres(url, { max: 1, connect_timeout: 10, onnotice: () => {} })
}

function loginUrl(administratorUrl: string, login: string, password: string): string {
  const url = new URL(administratorUrl)
  url.username = login
  url.password = password
  url.pathname = `/${NAME}`
  return url.href
}
