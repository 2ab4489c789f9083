/** Waiting for locks, and what stands by itself: the cases 4.3 and 4.4 of docs/schema-change-cases.md, on PostgreSQL. */
import postgres from 'postgres'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { connectApi } from '../fixtures/api-client.ts'
import type { ApiClient } from '../fixtures/api-client.ts'
import { createAppServers } from '../fixtures/app-servers.ts'
import { createTestDatabase } from '../fixtures/postgres.ts'
import type { TestDatabase } from '../fixtures/postgres.ts'
import { apply, find, propose, revise } from './proposal-documents.ts'
import { createShop } from './shop-database.ts'
import type { Shop } from './shop-database.ts'

const apps = createAppServers()
let store: TestDatabase
let admin: ApiClient
/** Of a second server, which gives up soon; the first one waits longer than the slowest machine takes. */
let hasty: ApiClient
let shop: Shop

async function connect(budgetSeconds: number): Promise<ApiClient> {
  const limits = { CHANGE_LOCK_SECONDS: '1', CHANGE_LOCK_BUDGET_SECONDS: String(budgetSeconds) }
  return connectApi((await apps.start(store, limits)).url, 'admin@demo.local')
}

beforeAll(async () => {
  store = await createTestDatabase()
  admin = await connect(60)
  hasty = await connect(3)
  shop = await createShop(admin, 'DEVELOPMENT')
})
beforeEach(async () => {
  await shop.sql.unsafe(`drop index if exists one_email, by_date; update customers set email = id::text`)
})
afterAll(async () => {
  await Promise.all([admin, hasty].map(client => client?.close()))
  await apps.killAll()
  await shop?.drop()
  await store?.drop()
})

let columns = 0
const change = (table = 'customers') => `alter table ${table} add column c${(columns += 1)} int`
const proposed = (sql: string) => propose(admin, { connectionId: shop.id, sql })

/** Somebody who has begun to read and does not end. */
async function reading(table = 'customers'): Promise<{ pid: number; end: () => Promise<void> }> {
  const holder = postgres(shop.url, { max: 1, onnotice: () => undefined })
  await holder.unsafe(`begin isolation level repeatable read; select * from ${table} limit 1`)
  const [row] = await holder<{ pid: number }[]>`select pg_backend_pid() as pid`
  return { pid: row?.pid ?? 0, end: () => holder.end({ timeout: 0 }) }
}
const isWaiting = () =>
  shop.sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
async function actionsOf(id: string) {
  const { auditStory } = await admin.request<{ auditStory: { action: string; detail: unknown }[] }>(
    `query ($subjectId: ID!) { auditStory(subjectId: $subjectId) { action detail } }`,
    { subjectId: id },
  )
  return auditStory.map(({ action, detail }) => ({
    action,
    detail: (typeof detail === 'string' ? JSON.parse(detail) : detail) as Record<string, unknown>,
  }))
}

describe('a change that waits for a lock', () => {
  it('4.3-18 holds up those behind it no longer than its limit', async () => {
    const proposal = await proposed(change())
    const reader = await reading()
    const applying = apply(admin, proposal)
    await expect.poll(isWaiting).toHaveLength(1)
    // It comes behind the change, which waits for the reader; without a limit neither would ever end.
    await shop.sql`select count(*) from customers`
    expect((await find(admin, proposal.id)).state).toBe('APPLYING')
    await reader.end()
    expect(await applying).toMatchObject({ state: 'APPLIED' })
  })

  it('4.3-19 tries again, each try on record, gives up after its budget and names who is in the way', async () => {
    const proposal = await proposed(change())
    const reader = await reading()
    const failed = await apply(hasty, proposal)
    await reader.end()
    expect(failed).toMatchObject({ state: 'FAILED_CLEAN', problem: { code: 'PROPOSAL_LOCK_TIMEOUT' } })
    expect(failed.problem?.hints.join()).toContain(`Session ${reader.pid} `)
    const tries = (await actionsOf(proposal.id)).filter(
      ({ action, detail }) => action === 'proposal.step.finished' && detail.code === 'PROPOSAL_LOCK_TIMEOUT',
    )
    expect(tries.length).toBeGreaterThan(1)
    expect(await apply(admin, failed)).toMatchObject({ state: 'APPLIED' })
  })

  it('4.3-20 is tried again from the beginning of its transaction', async () => {
    const first = change()
    const proposal = await proposed(`${first}; create trigger t before update on orders
      for each row execute function suppress_redundant_updates_trigger()`)
    const writer = postgres(shop.url, { max: 1, onnotice: () => undefined })
    await writer.unsafe('begin; lock table orders in row exclusive mode')
    const applying = apply(admin, proposal)
    await expect
      .poll(async () => {
        const story = await actionsOf(proposal.id)
        return story.filter(
          ({ action, detail }) => action === 'proposal.step.started' && detail.sql === first,
        ).length
      })
      .toBeGreaterThan(1)
    await writer.end({ timeout: 0 })
    expect(await applying).toMatchObject({ state: 'APPLIED' })
    await shop.sql`drop trigger t on orders`
  })

  it('4.3-21 is not begun by itself while a transaction is older than the whole budget, an own one too', async () => {
    const proposal = await proposed('create index concurrently by_date on orders (ordered_at)')
    const reader = await reading('orders')
    await shop.sql`select pg_sleep(3.1)`
    const failed = await apply(hasty, proposal)
    expect(failed).toMatchObject({ state: 'FAILED_CLEAN', problem: { code: 'PROPOSAL_LOCK_TIMEOUT' } })
    expect(failed.problem?.hints.join()).toContain(`Session ${reader.pid} `)
    expect(await shop.sql`select to_regclass('by_date') as made`).toMatchObject([{ made: null }])
    await reader.end()
    expect(await apply(admin, failed)).toMatchObject({ state: 'APPLIED' })
  })

  it('4.3-21 by itself waits for a younger one as long as it takes', async () => {
    const proposal = await proposed('create index concurrently by_date on orders (ordered_at)')
    const reader = await reading('orders')
    const applying = apply(admin, proposal)
    await expect.poll(isWaiting).toHaveLength(1)
    // Longer than a lock is waited for otherwise.
    await shop.sql`select pg_sleep(1.2)`
    expect((await find(admin, proposal.id)).state).toBe('APPLYING')
    await reader.end()
    expect(await applying).toMatchObject({ state: 'APPLIED' })
  })
})

describe('steps that stand by themselves', () => {
  it('4.4-24 stay where they were written, and what came before a failure is live', async () => {
    await shop.sql`update customers set email = 'same'`
    const steps = [
      change(),
      'create index concurrently by_date on orders (ordered_at)',
      change(),
      'create unique index concurrently one_email on customers (email)',
      change(),
    ]
    const proposal = await proposed(steps.join('; '))
    expect(proposal.steps.map(({ sql }) => sql)).toEqual(steps)
    expect(proposal.steps.map(({ transactional }) => transactional)).toEqual([true, false, true, false, true])
    const failed = await apply(admin, proposal)
    expect(failed).toMatchObject({ state: 'FAILED_PARTIAL' })
    expect(failed.steps.map(({ applied }) => applied)).toEqual([true, true, true, false, false])
    expect(failed.problem?.message).toMatch(/3 of 5 steps are live/)
  })

  it('4.4-25 and 4.4-26 leave an index that is not valid by its name, which IF NOT EXISTS does not make good', async () => {
    await shop.sql`update customers set email = 'same'`
    const build = 'create unique index concurrently one_email on customers (email)'
    const failed = await apply(admin, await proposed(build))
    expect(failed).toMatchObject({ state: 'FAILED_PARTIAL' })
    expect(failed.problem?.message).toMatch(/one_email is there and not valid.*may still refuse rows/)
    expect(failed.problem?.hints).toContain('Drop it and make it anew in a new revision')
    await shop.sql`update customers set email = id::text`
    const passed = await revise(admin, failed.id, build.replace('concurrently', 'concurrently if not exists'))
    expect(await apply(admin, passed)).toMatchObject({ state: 'FAILED_PARTIAL' })
    const again = await revise(admin, failed.id, `drop index concurrently one_email; ${build}`)
    expect(await apply(admin, again)).toMatchObject({ state: 'APPLIED' })
    expect(
      await shop.sql`select indisvalid from pg_index where indexrelid = 'one_email'::regclass`,
    ).toMatchObject([{ indisvalid: true }])
  })
})
