import postgres from 'postgres'
import type { Sql } from 'postgres'
import type { ApiClient } from '../fixtures/api-client.ts'
import { createTestDatabase } from '../fixtures/postgres.ts'

const CREATE = `mutation ($input: ConnectionInput!) { createConnection(input: $input) { id } }`

/** A database of the test's own with two tables and 50 customers, saved as a connection. */
export interface Shop {
  /** Of the connection. */
  id: string
  url: string
  /** One session, as its owner. */
  sql: Sql
  /** Saves the same database once more. */
  save(environment: 'DEVELOPMENT' | 'PRODUCTION', name: string): Promise<string>
  drop(): Promise<void>
}

export async function createShop(admin: ApiClient, environment: 'DEVELOPMENT' | 'PRODUCTION'): Promise<Shop> {
  const database = await createTestDatabase()
  const sql = postgres(database.url, { max: 1, onnotice: () => undefined })
  await sql.unsafe(`
    create table customers (id int primary key, name text not null, email text);
    create table orders (id int primary key, customer_id int references customers, ordered_at date);
    insert into customers select n, 'c' || n, null from generate_series(1, 50) n; analyze`)
  const { hostname, port, username, password, pathname } = new URL(database.url)
  const save = async (as: 'DEVELOPMENT' | 'PRODUCTION', name: string) => {
    const { createConnection } = await admin.request<{ createConnection: { id: string } }>(CREATE, {
      input: {
        name,
        engine: 'POSTGRES',
        environment: as,
        host: hostname,
        port: Number(port),
        database: pathname.slice(1),
        username: decodeURIComponent(username),
        password: decodeURIComponent(password),
      },
    })
    return createConnection.id
  }
  return {
    id: await save(environment, `shop ${pathname.slice(1)}`),
    url: database.url,
    sql,
    save,
    async drop() {
      await sql.end()
      await database.drop()
    },
  }
}
