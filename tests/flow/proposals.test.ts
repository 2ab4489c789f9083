/** Changes of a database's structure over the wire: proposed, tried, reviewed, applied, on record. */
import type { Sql } from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connectApi } from '../fixtures/api-client.ts'
import type { ApiClient } from '../fixtures/api-client.ts'
import { startApp } from '../fixtures/app-server.ts'
import type { AppServer } from '../fixtures/app-server.ts'
import { apply, approve, propose, revise, withdraw } from './proposal-documents.ts'
import { createShop } from './shop-database.ts'
import type { Shop } from './shop-database.ts'

let app: AppServer
let admin: ApiClient
let developer: ApiClient
let reader: ApiClient
const shops: Shop[] = []

beforeAll(async () => {
  app = await startApp()
  admin = await connectApi(app.url, 'admin@demo.local')
  developer = await connectApi(app.url, 'developer@demo.local')
  reader = await connectApi(app.url, 'reader@demo.local')
})

afterAll(async () => {
  await Promise.all([admin?.close(), developer?.close(), reader?.close()])
  await app?.stop()
  await Promise.all(shops.map(made => made.drop()))
})

async function shop(environment: 'DEVELOPMENT' | 'PRODUCTION'): Promise<Shop> {
  const made = await createShop(admin, environment)
  shops.push(made)
  return made
}

const columnsOf = async (sql: Sql, table: string) =>
  (await sql`select column_name as name from information_schema.columns where table_name = ${table}`).map(
    ({ name }) => name as string,
  )

describe('a change in development', () => {
  it('4.2-14 is tried, shown with its way back, and applied by its digest once', async () => {
    const { id: connectionId, sql } = await shop('DEVELOPMENT')
    const proposal = await propose(developer, {
      connectionId,
      sql: 'alter table customers add column phone_ext varchar(10); create index orders_by_date on orders (ordered_at)',
    })
    expect(proposal).toMatchObject({ state: 'OPEN', revision: 1, missing: [], drifted: false })
    expect(proposal.dryRun).toMatchObject({ ok: true, rollbackVerified: true, problem: null })
    expect(proposal.steps).toMatchObject([
      { transactional: true, cost: 'METADATA', applied: false },
      { transactional: true, cost: 'INDEX_BUILD', applied: false },
    ])
    expect(proposal.changes).toMatchObject([
      { kind: 'ADDED COLUMN', object: 'public.customers.phone_ext' },
      { kind: 'ADDED INDEX' },
    ])
    expect(await columnsOf(sql, 'customers')).not.toContain('phone_ext')

    const applied = await apply(developer, proposal)
    expect(applied).toMatchObject({ state: 'APPLIED', problem: null })
    expect(applied.steps.every(step => step.applied)).toBe(true)
    expect(await columnsOf(sql, 'customers')).toContain('phone_ext')
    await expect(apply(developer, proposal)).rejects.toMatchObject({ code: 'PROPOSAL_CONFLICT' })
  })

  it('that fails on the shadow is kept with where it fails', async () => {
    const { id: connectionId } = await shop('DEVELOPMENT')
    const proposal = await propose(developer, {
      connectionId,
      sql: 'alter table customers drop column nowhere',
    })
    expect(proposal.dryRun).toMatchObject({ ok: false })
    expect(proposal.findings).toMatchObject([{ code: 'forbid-failing-step', severity: 'BLOCKING' }])
  })

  it('that fails on the rows of the target leaves nothing behind', async () => {
    const { id: connectionId, sql } = await shop('DEVELOPMENT')
    const proposal = await propose(developer, {
      connectionId,
      sql: 'alter table customers add column a int; alter table customers alter column email set not null',
    })
    expect(proposal.dryRun?.ok).toBe(true)
    expect(await apply(developer, proposal)).toMatchObject({
      state: 'FAILED_CLEAN',
      problem: { code: 'DATABASE_STATEMENT_FAILED' },
    })
    expect(await columnsOf(sql, 'customers')).not.toContain('a')
  })

  it('4.4-24 whose last step alone fails says which steps are live', async () => {
    const { id: connectionId, sql } = await shop('DEVELOPMENT')
    await sql`update customers set email = 'same'`
    const proposal = await propose(developer, {
      connectionId,
      sql: 'alter table customers add column a int; create unique index concurrently one_email on customers (email)',
    })
    const failed = await apply(developer, proposal)
    expect(failed).toMatchObject({ state: 'FAILED_PARTIAL' })
    expect(failed.steps.map(step => step.applied)).toEqual([true, false])
    expect(await columnsOf(sql, 'customers')).toContain('a')
  })

  it('4.5-27 is refused when what it touches has changed since', async () => {
    const { id: connectionId, sql } = await shop('DEVELOPMENT')
    const proposal = await propose(developer, { connectionId, sql: 'alter table customers add column a int' })
    await sql`create table unrelated (id int)`
    await sql`alter table customers add column b int`
    await expect(apply(developer, proposal)).rejects.toMatchObject({ code: 'PROPOSAL_DRIFTED' })
    expect(await columnsOf(sql, 'customers')).not.toContain('a')
    const again = await revise(developer, proposal.id, proposal.sql)
    expect(again).toMatchObject({ revision: 2, drifted: false, state: 'OPEN' })
    expect(await apply(developer, again)).toMatchObject({ state: 'APPLIED' })
  })

  it.each([
    ['select 1', 'PROPOSAL_REFUSED'],
    ['begin; drop table customers; commit', 'PROPOSAL_REFUSED'],
    ['do $$ begin drop table customers; end $$', 'PROPOSAL_REFUSED'],
    ['delete from customers', 'PROPOSAL_REFUSED'],
    ['alter system set work_mem = 1', 'PROPOSAL_REFUSED'],
    ['alter tabel customers', 'PROPOSAL_REFUSED'],
    ['  ', 'INPUT_INVALID'],
  ])('may not be %s', async (sql, code) => {
    const { id: connectionId } = await shop('DEVELOPMENT')
    await expect(propose(developer, { connectionId, sql })).rejects.toMatchObject({ code })
  })

  it('is nothing for readers', async () => {
    const { id: connectionId } = await shop('DEVELOPMENT')
    await expect(
      propose(reader, { connectionId, sql: 'alter table customers add column a int' }),
    ).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })
})

describe('a change in production', () => {
  it('4.1-2 takes the approval of an administrator who has not written it, for the revision that was read', async () => {
    const { id: connectionId, sql } = await shop('PRODUCTION')
    const proposal = await propose(developer, { connectionId, sql: 'alter table customers add column a int' })
    expect(proposal.missing).toHaveLength(1)
    await expect(apply(admin, proposal)).rejects.toMatchObject({ code: 'PROPOSAL_NOT_APPROVED' })
    await expect(approve(developer, proposal)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    const edited = await revise(developer, proposal.id, 'alter table customers add column a bigint')
    await expect(approve(admin, proposal)).rejects.toMatchObject({ code: 'PROPOSAL_CONFLICT' })
    const approved = await approve(admin, edited)
    expect(approved).toMatchObject({ state: 'APPROVED', missing: [] })
    await expect(apply(developer, approved)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(apply(admin, proposal)).rejects.toMatchObject({ code: 'PROPOSAL_DIGEST_MISMATCH' })
    expect(await apply(admin, approved)).toMatchObject({ state: 'APPLIED' })
    expect(await columnsOf(sql, 'customers')).toContain('a')
  })

  it('4.1-3 voids approvals with every edit, and counts no approval of who edited', async () => {
    const { id: connectionId } = await shop('PRODUCTION')
    const proposal = await propose(developer, { connectionId, sql: 'alter table customers add column a int' })
    await approve(admin, proposal)
    const edited = await revise(admin, proposal.id, `${proposal.sql} -- why`)
    expect(edited).toMatchObject({ state: 'OPEN' })
    expect(edited.digest).not.toBe(proposal.digest)
    await expect(approve(admin, edited)).rejects.toMatchObject({ code: 'PROPOSAL_OWN_REVIEW' })
  })

  it('asks for a reason where a rule is against it', async () => {
    const { id: connectionId } = await shop('PRODUCTION')
    const proposal = await propose(developer, {
      connectionId,
      sql: 'alter table customers drop column email',
    })
    expect(proposal.findings.map(({ severity }) => severity)).toContain('BLOCKING')
    await expect(approve(admin, proposal)).rejects.toMatchObject({ code: 'PROPOSAL_REASON_MISSING' })
    expect(await approve(admin, proposal, 'Nobody uses it.')).toMatchObject({ state: 'APPROVED' })
  })

  it('4.1-7 is asked for the same when the database is saved for development too', async () => {
    const { save } = await shop('PRODUCTION')
    const proposal = await propose(developer, {
      connectionId: await save('DEVELOPMENT', 'an alias'),
      sql: 'alter table customers add column a int',
    })
    await expect(apply(developer, proposal)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })

  it('that was withdrawn cannot be applied', async () => {
    const { id: connectionId } = await shop('PRODUCTION')
    const proposal = await propose(developer, { connectionId, sql: 'alter table customers add column a int' })
    expect(await withdraw(developer, proposal)).toMatchObject({ state: 'WITHDRAWN' })
    await expect(apply(admin, proposal)).rejects.toMatchObject({ code: 'PROPOSAL_CONFLICT' })
  })
})
