/** A server that is killed at any step of an application: what it says afterwards is what is there, for both engines. */
import { createConnection } from 'mysql2/promise'
import type { RowDataPacket } from 'mysql2/promise'
import postgres from 'postgres'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { connectApi } from '../fixtures/api-client.ts'
import type { ApiClient } from '../fixtures/api-client.ts'
import type { AppServer } from '../fixtures/app-server.ts'
import { createAppServers } from '../fixtures/app-servers.ts'
import { createTestDatabase } from '../fixtures/postgres.ts'
import type { TestDatabase } from '../fixtures/postgres.ts'
import { apply, find, propose } from './proposal-documents.ts'
import { createMysqlShop, createShop } from './shop-database.ts'

/** A shop in which each of three steps can be kept waiting, and what is live can be looked at. */
interface Target {
  id: string
  url: string
  steps: readonly string[]
  /** Keeps the step of this number waiting until it is called. */
  hold(step: number): Promise<() => Promise<void>>
  /** Somebody waits for what is held, or nobody but us is there. */
  isWaiting(): Promise<boolean>
  isAlone(): Promise<boolean>
  /** Which steps are live. */
  live(): Promise<boolean[]>
  drop(): Promise<void>
}

async function openPostgres(api: ApiClient): Promise<Target> {
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
    drop: shop.drop,
  }
}

async function openMariadb(api: ApiClient): Promise<Target> {
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
    drop: shop.drop,
  }
}

const apps = createAppServers()
const clients: ApiClient[] = []
const targets: Target[] = []
let store: TestDatabase

beforeAll(async () => {
  store = await createTestDatabase()
})
afterEach(async () => {
  await Promise.all(clients.splice(0).map(client => client.close()))
  await apps.killAll()
  await Promise.all(targets.splice(0).map(target => target.drop()))
})
afterAll(() => store?.drop())

async function start(): Promise<{ app: AppServer; api: ApiClient }> {
  const app = await apps.start(store)
  const api = await connectApi(app.url, 'admin@demo.local')
  clients.push(api)
  return { app, api }
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 400; tries++) {
    if (await condition()) return
    await new Promise(resolve => setTimeout(resolve, 50))
  }
  throw new Error('it never came to that')
}

/** As if the process had been dead for a while. */
async function restart(): Promise<ApiClient> {
  const own = postgres(store.url, { max: 1, onnotice: () => undefined })
  await own`update proposals set heartbeat_at = now() - interval '5 minutes' where state = 'APPLYING'`
  await own.end()
  return (await start()).api
}

describe.each([
  ['PostgreSQL', openPostgres],
  ['MariaDB', openMariadb],
])('a server of %s changes that is killed', (engine, open) => {
  it.each([1, 2, 3])('4.2-12 at step %i of three tells which steps are live', async at => {
    const { app, api } = await start()
    const target = await open(api)
    targets.push(target)
    const proposal = await propose(api, { connectionId: target.id, sql: target.steps.join(';\n') })
    expect(proposal.dryRun?.ok).toBe(true)
    const letGo = await target.hold(at)
    const applying = apply(api, proposal).catch(() => null)
    await until(target.isWaiting)
    await app.stop('SIGKILL')
    await letGo()
    await applying
    await until(target.isAlone)
    const live = await target.live()
    const after = await restart()
    const found = await find(after, proposal.id)
    expect(found.steps.map(({ applied }) => applied)).toEqual(live)
    const count = live.filter(Boolean).length
    expect(found.state).toBe(count === 0 ? 'FAILED_CLEAN' : count === 3 ? 'APPLIED' : 'FAILED_PARTIAL')
    // What came before the kill is there, and what comes after it was never sent.
    expect(count).toBeGreaterThanOrEqual(at - 1)
    expect(count).toBeLessThanOrEqual(at)
  })
})

describe('a step on MariaDB that leaves no trace in the structure', () => {
  it('4.2-12 is unknown when nobody was told how it ended', async () => {
    const { api } = await start()
    const target = await openMariadb(api)
    targets.push(target)
    const proposal = await propose(api, {
      connectionId: target.id,
      sql: `alter table customers add column live1 int; update customers set live1 = 1; alter table customers add column live2 int`,
    })
    const own = postgres(store.url, { max: 1, onnotice: () => undefined })
    await own`update proposals set state = 'APPLYING', heartbeat_at = now() where id = ${proposal.id}`
    await own`insert into proposal_steps (proposal_id, revision, position, started_at, ended_at, applied)
      values (${proposal.id}, 1, 1, now(), now(), true), (${proposal.id}, 1, 2, now(), null, false)`
    await own.end()
    const shop = await createConnection(target.url)
    await shop.query('alter table customers add column live1 int')
    await shop.end()
    await Promise.all(clients.splice(0).map(client => client.close()))
    await apps.killAll()
    const found = await find(await restart(), proposal.id)
    expect(found).toMatchObject({ state: 'UNKNOWN' })
    expect(found.problem?.message).toMatch(/step 2/)
  })
})

describe('two servers', () => {
  it('4.2-10 that are asked to apply the same change of a MariaDB at once apply it once', async () => {
    const one = await start()
    const other = await start()
    const target = await openMariadb(one.api)
    targets.push(target)
    const proposal = await propose(one.api, { connectionId: target.id, sql: target.steps.join('; ') })
    const answers = await Promise.allSettled([apply(one.api, proposal), apply(other.api, proposal)])
    expect(answers.filter(({ status }) => status === 'fulfilled')).toMatchObject([
      { value: { state: 'APPLIED' } },
    ])
    const refused = answers.flatMap(answer =>
      answer.status === 'rejected' ? [answer.reason as { code: string }] : [],
    )
    expect(['PROPOSAL_APPLYING', 'PROPOSAL_CONFLICT']).toContain(refused[0]?.code)
    expect(await target.live()).toEqual([true, true, true])
  })

  it('4.2-10 and 4.2-11 that are asked for two changes of one MariaDB at once apply one after the other', async () => {
    const one = await start()
    const other = await start()
    const target = await openMariadb(one.api)
    targets.push(target)
    const [first = '', second = ''] = target.steps
    const changes = [
      await propose(one.api, { connectionId: target.id, sql: first }),
      await propose(one.api, { connectionId: target.id, sql: second }),
    ] as const
    const letGo = await target.hold(1)
    const applying = apply(one.api, changes[0])
    await until(target.isWaiting)
    await expect(apply(other.api, changes[1])).rejects.toMatchObject({ code: 'PROPOSAL_APPLYING' })
    await letGo()
    expect(await applying).toMatchObject({ state: 'APPLIED' })
    expect(await apply(other.api, changes[1])).toMatchObject({ state: 'APPLIED' })
  })
})
