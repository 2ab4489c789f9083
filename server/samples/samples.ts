import { join } from 'node:path'
import type { Sql } from 'postgres'
import { AppError } from '../errors.ts'
import { createDatabaseIfMissing, hasTables, withAdministrator } from './administrator.ts'
import { loadNorthwind } from './northwind/load-northwind.ts'
import {
  DEVELOPMENT_OWNER,
  PRODUCTION_OWNER,
  PRODUCTION_READER,
  grantDevelopment,
  grantProduction,
  prepareRoles,
} from './sample-roles.ts'
import type { SamplePasswords } from './sample-roles.ts'

const DEVELOPMENT_DATABASE = 'northwind_dev'
const PRODUCTION_DATABASE = 'northwind_prod'

/** Any number, the same in every process. */
const INSTALL_LOCK = 830_077_091

export interface InstallSamplesOptions {
  /** A superuser of a PostgreSQL 15 or newer, e.g. `postgres://app:secret@127.0.0.1:5432/postgres`. */
  administratorUrl: string
  /** The project's root: the sample's files are in `server/samples/northwind` below it. */
  root: string
  passwords: SamplePasswords
}

export interface SampleTarget {
  host: string
  port: number
  database: string
  username: string
  password: string
}

export interface Samples {
  development: SampleTarget
  production: SampleTarget
  /** Who reviewed changes of the production sample are applied as. */
  productionChanges: { username: string; password: string }
}

/**
 * Makes the sample databases `northwind_dev`, whose login may change it, and `northwind_prod`, whose login may only read and
 * whose changes have a login of their own,
 * where they are missing or were left empty by an interrupted install, and tells how to get in. What is there is
 * kept; passwords and privileges are set again at each call. Processes that call it at the same time take turns, if
 * their URLs name the same database. Takes about a second the first time. SAMPLES_NOT_INSTALLED says that it failed;
 * a further call takes up where it stopped.
 */
export async function installSamples(options: InstallSamplesOptions): Promise<Samples> {
  const { administratorUrl, passwords } = options
  try {
    await withAdministrator(administratorUrl, undefined, async sql => {
      // Of the session, since CREATE DATABASE runs in no transaction; it ends with the session, even when killed.
      await sql`SELECT pg_advisory_lock(${INSTALL_LOCK})`
      await prepareRoles(sql, passwords)
      await createDatabaseIfMissing(sql, DEVELOPMENT_DATABASE, DEVELOPMENT_OWNER)
      await createDatabaseIfMissing(sql, PRODUCTION_DATABASE, PRODUCTION_OWNER)
      await fill(options, DEVELOPMENT_DATABASE, DEVELOPMENT_OWNER, grantDevelopment)
      await fill(options, PRODUCTION_DATABASE, PRODUCTION_OWNER, grantProduction)
    })
  } catch (cause) {
    throw new AppError('SAMPLES_NOT_INSTALLED', 'The sample databases could not be made.', {
      hints: ['They need a running PostgreSQL 15 or newer, and a login that is a superuser there.'],
      retryable: true,
      cause,
    })
  }
  const { hostname, port } = new URL(administratorUrl)
  const server = { host: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? 5432 : Number(port) }
  return {
    development: {
      ...server,
      database: DEVELOPMENT_DATABASE,
      username: DEVELOPMENT_OWNER,
      password: passwords.developmentOwner,
    },
    production: {
      ...server,
      database: PRODUCTION_DATABASE,
      username: PRODUCTION_READER,
      password: passwords.productionReader,
    },
    productionChanges: { username: PRODUCTION_OWNER, password: passwords.productionOwner },
  }
}

async function fill(
  { administratorUrl, root }: InstallSamplesOptions,
  database: string,
  owner: string,
  grant: (sql: Sql, database: string) => Promise<void>,
): Promise<void> {
  await withAdministrator(administratorUrl, database, async sql => {
    if (!(await hasTables(sql))) {
      await sql.begin(async transaction => {
        await transaction`SET LOCAL ROLE ${transaction(owner)}`
        await loadNorthwind(transaction, { directory: northwindDirectory(root), factor: 1 })
      })
    }
    await grant(sql, database)
  })
}

export interface FillDatabaseOptions {
  /** The database to fill; made where it is missing, which takes the right to do so and a database `postgres`. */
  url: string
  root: string
  /** A whole number from 1: how many times the 830 orders of the sample. */
  factor: number
}

/**
 * Northwind at any size in a database of your own, for benchmarks. Memory does not grow with the size. Returns false,
 * and changes nothing, when the database has tables already. What the driver throws is passed on.
 */
export async function fillDatabase({ url, root, factor }: FillDatabaseOptions): Promise<boolean> {
  const database = decodeURIComponent(new URL(url).pathname.slice(1))
  await withAdministrator(url, 'postgres', sql => createDatabaseIfMissing(sql, database))
  return withAdministrator(url, database, async sql => {
    if (await hasTables(sql)) return false
    await sql.begin(transaction =>
      loadNorthwind(transaction, { directory: northwindDirectory(root), factor }),
    )
    return true
  })
}

function northwindDirectory(root: string): string {
  return join(root, 'server', 'samples', 'northwind')
}
