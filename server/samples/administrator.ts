import postgres from 'postgres'
import type { Sql } from 'postgres'

/** Longest wait for another process that is installing the same samples. */
const LOCK_TIMEOUT_MS = 60_000

function connect(url: string, database: string | undefined): Sql {
  return postgres(url, {
    ...(database === undefined ? {} : { database }),
    max: 1,
    max_lifetime: null,
    connect_timeout: 10,
    connection: { application_name: 'lovable-ai:samples', lock_timeout: LOCK_TIMEOUT_MS },
    onnotice: () => undefined,
  })
}

/**
 * Runs `work` with one session, so that what is set or locked in it stays, and closes it however the work ends.
 * `database` replaces the one of the URL.
 */
export async function withAdministrator<T>(
  url: string,
  database: string | undefined,
  work: (sql: Sql) => Promise<T>,
): Promise<T> {
  const sql = connect(url, database)
  try {
    return await work(sql)
  } finally {
    await sql.end({ timeout: 5 })
  }
}

/** From template0, so that nothing a site has put into template1 gets in, and UTF-8 whatever the cluster's default. */
export async function createDatabaseIfMissing(sql: Sql, name: string, owner?: string): Promise<void> {
  const [existing] = await sql`SELECT FROM pg_database WHERE datname = ${name}`
  if (existing !== undefined) return
  const ownedBy = owner === undefined ? sql`` : sql`OWNER ${sql(owner)}`
  await sql`CREATE DATABASE ${sql(name)} ${ownedBy} TEMPLATE template0 ENCODING 'UTF8'`
}

/** True when there is a table of anybody's. A load is one transaction, so an interrupted one leaves none. */
export async function hasTables(sql: Sql): Promise<boolean> {
  const rows = await sql`
    SELECT FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
    WHERE relkind IN ('r', 'p') AND nspname <> 'information_schema' AND NOT starts_with(nspname, 'pg_')
    LIMIT 1`
  return rows.length > 0
}
