/** What a proposal says after its process was killed: the truth, and nothing is ever sent twice. */
import postgres from 'postgres'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { connectApi } from '../fixtures/api-client.ts'
import type { ApiClient } from '../fixtures/api-client.ts'
import type { AppServer } from '../fixtures/app-server.ts'
import { createAppServers } from '../fixtures/app-servers.ts'
import { createTestDatabase } from '../fixtures/postgres.ts'
import type { TestDatabase } from '../fixtures/postgres.ts'
import { apply, find, propose } from './proposal-documents.ts'
import type { ProposalAnswer } from './proposal-documents.ts'
import { createShop } from './shop-database.ts'
import type { Shop } from './shop-database.ts'

const apps = createAppServers()
const clients: ApiClient[] = []
const shops: Shop[] = []
let store: TestDatabase

beforeAll(async () => {
  store = await createTestDatabase()
})
afterEach(async () => {
  await Promise.all(clients.splice(0).map(client => client.close()))
  await apps.killAll()
  await Promise.all(shops.splice(0).map(shop => shop.drop()))
})
afterAll(() => store?.drop())

async function start(): Promise<{ app: AppServer; api: ApiClient }> {
  const app = await apps.start(store)
  const api = await connectApi(app.url, 'admin@demo.local')
  clients.push(api)
  return { app, api }
}

async function shopOf(api: ApiClient): Promise<Shop> {
  const shop = await createShop(api, 'DEVELOPMENT')
  shops.push(shop)
  return shop
}

/** Waits until a condition of the database holds. */
async function until(shop: Shop, condition: string): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const [row] = await shop.sql.unsafe<{ holds: boolean }[]>(`select (${condition}) as holds`)
    if (row?.holds === true) return
    await new Promise(resolve => setTimeout(resolve, 50))
  }
  throw new Error(`never: ${condition}`)
}

const WAITS = `exists (select from pg_stat_activity where datname = current_database()
  and wait_event_type = 'Lock' and pid <> pg_backend_pid())`
const ALONE = `not exists (select from pg_stat_activity where datname = current_database()
  and pid <> pg_backend_pid() and backend_type = 'client backend')`

/** A proposal whose application is stopped by a lock, with the server killed there and the lock let go. */
async function killWhileApplying(
  sql: string,
  lock: string,
): Promise<{ shop: Shop; proposal: ProposalAnswer }> {
  const { app, api } = await start()
  const shop = await shopOf(api)
  const proposal = await propose(api, { connectionId: shop.id, sql })
  const holder = postgres(shop.url, { max: 1, onnotice: () => undefined })
  await holder.unsafe(`begin; ${lock}`)
  const applying = apply(api, proposal).catch(() => null)
  await until(shop, WAITS)
  await app.stop('SIGKILL')
  await holder.end()
  await applying
  await until(shop, ALONE)
  return { shop, proposal }
}

/** As if the process had been dead for a while. */
async function restart(): Promise<ApiClient> {
  const own = postgres(store.url, { max: 1, onnotice: () => undefined })
  await own`update proposals set heartbeat_at = now() - interval '5 minutes' where state = 'APPLYING'`
  await own.end()
  const { api } = await start()
  return api
}

const columns = async (shop: Shop) =>
  (
    await shop.sql`select column_name as name from information_schema.columns where table_name = 'customers'`
  ).map(({ name }) => name as string)

describe('an application whose server was killed', () => {
  it('4.2-12 in its transaction has changed nothing, and can be applied again', async () => {
    const { shop, proposal } = await killWhileApplying(
      'alter table customers add column a int; alter table orders add column b int',
      'lock table orders in access share mode',
    )
    const api = await restart()
    const found = await find(api, proposal.id)
    expect(found).toMatchObject({ state: 'FAILED_CLEAN', problem: { code: 'RUN_INTERRUPTED' } })
    expect(found.steps.map(step => step.applied)).toEqual([false, false])
    expect(await columns(shop)).not.toContain('a')
    expect(await apply(api, found)).toMatchObject({ state: 'APPLIED' })
  })

  it('4.2-12 and 4.4-24 after a step that is live by itself says so, and is not applied again', async () => {
    const { shop, proposal } = await killWhileApplying(
      'create index concurrently orders_by_date on orders (ordered_at); alter table customers add column a int',
      'lock table customers in access share mode',
    )
    const api = await restart()
    const found = await find(api, proposal.id)
    expect(found).toMatchObject({ state: 'FAILED_PARTIAL' })
    expect(found.steps.map(step => step.applied)).toEqual([true, false])
    expect(await columns(shop)).not.toContain('a')
    await expect(apply(api, found)).rejects.toMatchObject({ code: 'PROPOSAL_CONFLICT' })
  })

  it('4.2-12 between the end of its transaction and the record is known by the id of the transaction', async () => {
    const { api } = await start()
    const shop = await shopOf(api)
    const proposal = await propose(api, {
      connectionId: shop.id,
      sql: 'alter table customers add column a int',
    })
    const transactionId = await shop.sql.begin(async sql => {
      const [row] = await sql<{ id: string }[]>`select pg_current_xact_id()::text as id`
      await sql.unsafe(proposal.sql)
      return row?.id ?? ''
    })
    const own = postgres(store.url, { max: 1, onnotice: () => undefined })
    await own`update proposals set state = 'APPLYING', heartbeat_at = now() where id = ${proposal.id}`
    await own`insert into proposal_steps (proposal_id, revision, position, transaction_id, started_at, applied)
      values (${proposal.id}, 1, 1, ${transactionId}, now(), false)`
    await own.end()
    await Promise.all(clients.splice(0).map(client => client.close()))
    await apps.killAll()
    const found = await find(await restart(), proposal.id)
    expect(found).toMatchObject({ state: 'APPLIED', problem: null })
    expect(found.steps).toMatchObject([{ applied: true }])
  })
})

describe('two servers', () => {
  it('4.2-10 that are asked to apply at once apply once', async () => {
    const one = await start()
    const other = await start()
    const shop = await shopOf(one.api)
    const proposal = await propose(one.api, {
      connectionId: shop.id,
      sql: 'alter table customers add column a int',
    })
    const answers = await Promise.allSettled([apply(one.api, proposal), apply(other.api, proposal)])
    const applied = answers.filter(answer => answer.status === 'fulfilled')
    const refused = answers.filter(answer => answer.status === 'rejected')
    expect(applied).toMatchObject([{ value: { state: 'APPLIED' } }])
    expect(refused).toHaveLength(1)
    expect(['PROPOSAL_APPLYING', 'PROPOSAL_CONFLICT']).toContain(
      (refused[0]?.reason as { code: string }).code,
    )
  })
})
