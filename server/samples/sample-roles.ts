import type { Sql, TransactionSql } from 'postgres'

/** The login that owns the development sample and may change it. */
export const DEVELOPMENT_OWNER = 'northwind_dev_owner'
/** The login that owns the production sample: changes that were reviewed are applied by it, and nothing else is. */
export const PRODUCTION_OWNER = 'northwind_prod_owner'
/** The login that may read the production sample and nothing else. */
export const PRODUCTION_READER = 'northwind_prod_reader'

/** How much a query of the reader may spill to disk. Only a superuser may raise it. */
const READER_TEMP_FILES = '1GB'

export interface SamplePasswords {
  developmentOwner: string
  productionOwner: string
  productionReader: string
}

/** Makes both logins where they are missing, and sets their attributes and passwords again in any case. */
export async function prepareRoles(sql: Sql, passwords: SamplePasswords): Promise<void> {
  await sql.begin(async transaction => {
    // A password in clear text does not belong in the server's log.
    await transaction`SET LOCAL log_statement = 'none'`
    await transaction`SET LOCAL log_min_duration_statement = -1`
    await prepareRole(transaction, DEVELOPMENT_OWNER, passwords.developmentOwner)
    await prepareRole(transaction, PRODUCTION_OWNER, passwords.productionOwner)
    await prepareRole(transaction, PRODUCTION_READER, passwords.productionReader)
    const reader = transaction(PRODUCTION_READER)
    await transaction`ALTER ROLE ${reader} NOINHERIT`
    await transaction`ALTER ROLE ${reader} SET default_transaction_read_only = on`
    await transaction`ALTER ROLE ${reader} SET temp_file_limit = ${transaction.unsafe(`'${READER_TEMP_FILES}'`)}`
  })
}

async function prepareRole(sql: TransactionSql, name: string, password: string): Promise<void> {
  const [existing] = await sql`SELECT FROM pg_roles WHERE rolname = ${name}`
  if (existing === undefined) await sql`CREATE ROLE ${sql(name)}`
  await sql`ALTER ROLE ${sql(name)} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS`
  // ALTER ROLE takes no parameters, so the server writes the literal.
  const [statement] = await sql<[{ text: string }]>`
    SELECT format('ALTER ROLE %I PASSWORD %L', ${name}::text, ${password}::text) AS text`
  await sql.unsafe(statement.text)
}

/** In the development sample, so connected to it: nobody but its owner gets in. */
export async function grantDevelopment(sql: Sql, database: string): Promise<void> {
  await sql`REVOKE ALL ON DATABASE ${sql(database)} FROM PUBLIC`
}

/**
 * In the production sample, so connected to it: the reader connects and reads; it makes no table, not even a temporary
 * one. What an earlier version has left to the administrator goes to its owner.
 */
export async function grantProduction(sql: Sql, database: string): Promise<void> {
  const reader = sql(PRODUCTION_READER)
  const owner = sql(PRODUCTION_OWNER)
  await sql.begin(async transaction => {
    await transaction`REVOKE ALL ON DATABASE ${sql(database)} FROM PUBLIC`
    await transaction`GRANT CONNECT ON DATABASE ${sql(database)} TO ${reader}`
    await transaction`REVOKE ALL ON SCHEMA public FROM PUBLIC`
    await transaction`ALTER DATABASE ${sql(database)} OWNER TO ${owner}`
    await transaction`ALTER SCHEMA public OWNER TO ${owner}`
    const left = await transaction<{ name: string }[]>`
      SELECT relname AS name FROM pg_class
      WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v', 'm', 'p')
        AND relowner <> ${PRODUCTION_OWNER}::regrole`
    for (const { name } of left) await transaction`ALTER TABLE ${sql(`public.${name}`)} OWNER TO ${owner}`
    await transaction`
      ALTER DEFAULT PRIVILEGES FOR ROLE ${owner} IN SCHEMA public GRANT SELECT ON TABLES TO ${reader}`
    await transaction`GRANT USAGE ON SCHEMA public TO ${reader}`
    await transaction`GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${reader}`
    // Anybody may make large objects, before PostgreSQL 16 even in a read-only transaction.
    await transaction`
      REVOKE EXECUTE ON FUNCTION lo_creat(integer), lo_create(oid), lo_from_bytea(oid, bytea) FROM PUBLIC`
  })
}
