import postgres from 'postgres'

const NAME = 'lovable_store'
/** "own" as a number: several processes at their first start take turns. */
const SETUP_LOCK = 0x6f776e

/**
 * In a PostgreSQL that is ours (the embedded one): a database for the store with a login that owns it and nothing else.
 * @param administratorUrl of a superuser
 * @returns the login's URL
 */
export async function ensureOwnDatabase(administratorUrl: string, password: string): Promise<string> {
  const sql = postgres(administratorUrl, { max: 1, connect_timeout: 10, onnotice: () => {} })
  try {
    await sql`select pg_advisory_lock(${SETUP_LOCK})`
    const [role] = await sql`select 1 from pg_roles where rolname = ${NAME}`
    if (!role) await sql`create role ${sql(NAME)} login`
    // Utility statements take no parameters; base64url needs no quoting beyond the quotes.
    await sql.unsafe(`alter role ${NAME} password '${password.replaceAll("'", "''")}'`)
    const [database] = await sql`select 1 from pg_database where datname = ${NAME}`
    if (!database) await sql`create database ${sql(NAME)} owner ${sql(NAME)}`
    await sql`revoke connect on database ${sql(NAME)} from public`
  } finally {
    await sql.end({ timeout: 5 })
  }
  const url = new URL(administratorUrl)
  url.username = NAME
  url.password = password
  url.pathname = `/${NAME}`
  return url.href
}
