import { createConnection } from 'mysql2/promise'
import type { Connection } from 'mysql2/promise'
import postgres from 'postgres'
import type { Sql } from 'postgres'
import type { ApiClient } from '../fixtures/api-client.ts'
import { createMysqlTestDatabase } from '../fixtures/mysql.ts'
import { createTestDatabase } from '../fixtures/postgres.ts'
import type { TestDatabase } from '../fixtures/postgres.ts'

const CREATE = `mutation ($input: ConnectionInput!) { createConnection(input: $input) { id } }`

type As = 'DEVELOPMENT' | 'PRODUCTION'

/** A database of the test's own with two tables and 50 customers, saved as a connection. */
export interface SavedShop {
  /** Of the connection. */
  id: string
  url: string
  /** Saves the same database once more. */
  save(environment: As, name: string): Promise<string>
  drop(): Promise<void>
}
export interface Shop extends SavedShop {
  /** One session, as its owner. */
  sql: Sql
}
export interface MysqlShop extends SavedShop {
  sql: Connection
}

export async function createShop(admin: ApiClient, environment: As): Promise<Shop> {
  const database = await createTestDatabase()
  const sql = postgres(database.url, { max: 1, onnotice: () => undefined })
  await sql.unsafe(`
    create table customers (id int primary key, name text not null, email text);
    create table orders (id int primary key, customer_id int references customers, ordered_at date);
    insert into customers select n, 'c' || n, null from generate_series(1, 50) n; analyze`)
  return { sql, ...(await saved(admin, 'POSTGRES', environment, database, () => sql.end())) }
}

export async function createMysqlShop(admin: ApiClient, environment: As): Promise<MysqlShop> {
  const database = await createMysqlTestDatabase()
  const sql = await createConnection(database.url)
  const rows = Array.from({ length: 50 }, (_, at) => `(${at + 1}, 'c${at + 1}', null)`)
  for (const statement of [
    'create table customers (id int primary key, name varchar(40) not null, email varchar(80))',
    'create table orders (id int primary key, customer_id int, ordered_at date, foreign key (customer_id) references customers (id))',
    'create table notes (id int primary key, body text)',
    `insert into customers values ${rows.join(', ')}`,
  ])
    await sql.query(statement)
  return { sql, ...(await saved(admin, 'MYSQL', environment, database, () => sql.end())) }
}

/** Saves a database under a name. @returns the id of the connection */
export async function saveConnection(
  api: ApiClient,
  engine: 'POSTGRES' | 'MYSQL',
  environment: As,
  url: string,
  name: string,
): Promise<string> {
  const { hostname, port, username, password, pathname } = new URL(url)
  const { createConnection: made } = await api.request<{ createConnection: { id: string } }>(CREATE, {
    input: {
      ...{ name, engine, environment, host: hostname, port: Number(port), database: pathname.slice(1) },
      ...{ username: decodeURIComponent(username), password: decodeURIComponent(password) },
    },
  })
  return made.id
}

async function saved(
  admin: ApiClient,
  engine: 'POSTGRES' | 'MYSQL',
  environment: As,
  database: TestDatabase,
  leave: () => Promise<void>,
): Promise<SavedShop> {
  const { pathname } = new URL(database.url)
  const save = (as: As, name: string) => saveConnection(admin, engine, as, database.url, name)
  return {
    id: await save(environment, `shop ${pathname.slice(1)}`),
    url: database.url,
    save,
    async drop() {
      await leave()
      await database.drop()
    },
  }
}
