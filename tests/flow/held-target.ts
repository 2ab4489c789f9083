/** A shop in which each of three steps can be kept waiting, and what is live of them can be looked at. */
import { createConnection } from 'mysql2/promise'
import type { RowDataPacket } from 'mysql2/promise'
import postgres from 'postgres'
import type { ApiClient } from '../fixtures/api-client.ts'
import { createMysqlShop, createShop } from './shop-database.ts'

export interface HeldTarget {
  /** Of its connection. */
  id: string
  url: string
  steps: readonly string[]
  run(statement: string): Promise<unknown>
  /** Keeps the step of this number waiting until it is called. */
  hold(step: number): Promise<() => Promise<void>>
  /** Somebody waits for what is held, or nobody but us is there. */
  isWaiting(): Promise<boolean>
  isAlone(): Promise<boolean>
  /** Which steps are live. */
  live(): Promise<boolean[]>
  /** As it was at first. */
  reset(): Promise<void>
  drop(): Promise<void>
}

export async function openHeldPostgres(api: ApiClient): Promise<HeldTarget> {
  const shop = await createShop(api, 'DEVELOPMENT')
  await shop.sql`create table notes (id int primary key)`
  const others = (condition: string) =>
    shop.sql
      .unsafe<{ there: boolean }[]>(
        `select exists (select from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
          and backend_type = 'client backend' and ${condition}) as there`,
      )
      .then(([row]) => row?.there === true)
  const locks = ['customers in access share', 'orders in share update exclusive', 'notes in access share']
  return {
    id: shop.id,
    url: shop.url,
    steps: [
      'alter table customers add column live1 int',
      'create index concurrently live2 on orders (ordered_at)',
      'alter table notes add column live3 int',
    ],
    run: statement => shop.sql.unsafe(statement),
    async hold(step) {
      const holder = postgres(shop.url, { max: 1, onnotice: () => undefined })
      await holder.unsafe(`begin; lock table ${locks[step - 1] ?? ''} mode`)
      return () => holder.end()
    },
    isWaiting: () => others(`wait_event_type = 'Lock'`),
    isAlone: async () => !(await others('true')),
    async live() {
      const rows = await shop.sql<{ name: string }[]>`
        select column_name as name from information_schema.columns where column_name like 'live%'
        union all select relname from pg_class join pg_index on indexrelid = oid and indisvalid where relname like 'live%'`
      return [1, 2, 3].map(step => rows.some(({ name }) => name === `live${step}`))
    },
    async reset() {
      await shop.sql.unsafe(
        `alter table customers drop column if exists live1; drop index if exists live2;
         alter table notes drop column if exists live3`,
      )
    },
    drop: shop.drop,
  }
}

export async function openHeldMariadb(api: ApiClient): Promise<HeldTarget> {
  const shop = await createMysqlShop(api, 'DEVELOPMENT')
  const count = async (sql: string) => {
    const [rows] = await shop.sql.query<RowDataPacket[]>(sql)
    return rows.length
  }
  const others = `select id from information_schema.processlist where db = database() and id <> connection_id()`
  const tables = ['customers', 'orders', 'notes']
  return {
    id: shop.id,
    url: shop.url,
    steps: tables.map((table, at) => `alter table ${table} add column live${at + 1} int`),
    run: statement => shop.sql.query(statement),
    async hold(step) {
      const holder = await createConnection(shop.url)
      await holder.query('start transaction')
      await holder.query(`select * from ${tables[step - 1] ?? ''}`)
      return () => holder.end()
    },
    isWaiting: async () => (await count(`${others} and state like 'Waiting for table metadata lock'`)) > 0,
    isAlone: async () => (await count(others)) === 0,
    async live() {
      const [rows] = await shop.sql.query<RowDataPacket[]>(
        `select column_name as name from information_schema.columns where table_schema = database() and column_name like 'live%'`,
      )
      return [1, 2, 3].map(step => rows.some(({ name }) => name === `live${step}`))
    },
    async reset() {
      for (const [at, table] of tables.entries())
        await shop.sql.query(`alter table ${table} drop column if exists live${at + 1}`)
    },
    drop: shop.drop,
  }
}
