/** Changes of a MariaDB's structure over the wire: proposed, tried in a schema of their own, applied step by step. */
import type { Connection, RowDataPacket } from 'mysql2/promise'
import { createConnection } from 'mysql2/promise'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connectApi } from '../fixtures/api-client.ts'
import type { ApiClient } from '../fixtures/api-client.ts'
import { startApp } from '../fixtures/app-server.ts'
import type { AppServer } from '../fixtures/app-server.ts'
import { apply, approve, find, propose, revise } from './proposal-documents.ts'
import { createMysqlShop } from './shop-database.ts'
import type { MysqlShop } from './shop-database.ts'

let app: AppServer
let admin: ApiClient
let developer: ApiClient
const shops: MysqlShop[] = []

beforeAll(async () => {
  app = await startApp({ CHANGE_LOCK_SECONDS: '1', CHANGE_LOCK_BUDGET_SECONDS: '2' })
  admin = await connectApi(app.url, 'admin@demo.local')
  developer = await connectApi(app.url, 'developer@demo.local')
})

afterAll(async () => {
  await Promise.all([admin?.close(), developer?.close()])
  await app?.stop()
  await Promise.all(shops.map(made => made.drop()))
})

async function shop(environment: 'DEVELOPMENT' | 'PRODUCTION'): Promise<MysqlShop> {
  const made = await createMysqlShop(admin, environment)
  shops.push(made)
  return made
}

const columnsOf = async (sql: Connection, table: string) => {
  const [rows] = await sql.query<RowDataPacket[]>(`show columns from ${table}`)
  return rows.map(({ Field }) => String(Field))
}

describe('a change of a MariaDB', () => {
  it('is tried, shown with how the server does it and the way back, and applied', async () => {
    const { id: connectionId, sql } = await shop('DEVELOPMENT')
    const proposal = await propose(developer, {
      connectionId,
      sql: "alter table customers add column phone_ext varchar(10); create index orders_by_date on orders (ordered_at); update customers set phone_ext = 'x'; alter table customers modify name varchar(20) not null",
    })
    expect(proposal).toMatchObject({ state: 'OPEN', revision: 1, missing: [], drifted: false })
    expect(proposal.dryRun).toMatchObject({
      ok: true,
      place: 'TARGET_SERVER',
      rollbackVerified: true,
      problem: null,
    })
    expect(proposal.steps).toMatchObject([
      { transactional: false, cost: 'METADATA', locks: ['ALGORITHM=INSTANT on customers'] },
      { transactional: false, cost: 'INDEX_BUILD', locks: ['ALGORITHM=NOCOPY, LOCK=NONE on orders'] },
      { transactional: true, cost: 'SCAN' },
      { transactional: false, cost: 'COPY', locks: ['ALGORITHM=COPY, LOCK=SHARED on customers'] },
    ])
    expect(proposal.changes).toMatchObject([
      { kind: 'CHANGED COLUMN', object: 'customers.name' },
      { kind: 'ADDED COLUMN', object: 'customers.phone_ext' },
      { kind: 'ADDED INDEX' },
    ])
    expect(await columnsOf(sql, 'customers')).not.toContain('phone_ext')
    const applied = await apply(developer, proposal)
    expect(applied).toMatchObject({ state: 'APPLIED', problem: null })
    expect(applied.steps.every(step => step.applied)).toBe(true)
    const [rows] = await sql.query<RowDataPacket[]>('select distinct phone_ext from customers')
    expect(rows).toEqual([{ phone_ext: 'x' }])
    await expect(apply(developer, proposal)).rejects.toMatchObject({ code: 'PROPOSAL_CONFLICT' })
    expect(await propose(developer, { connectionId, sql: applied.rollbackSql })).toMatchObject({
      dryRun: { ok: true },
    })
  })

  it('in words is one as well', async () => {
    const { id: connectionId, sql } = await shop('DEVELOPMENT')
    const proposal = await propose(developer, { connectionId, text: 'rename email to mail in customers' })
    expect(proposal.changes).toMatchObject([{ kind: 'RENAMED COLUMN', object: 'customers.email' }])
    expect(proposal.rollbackSql).toContain('`mail` `email`')
    expect(await apply(developer, proposal)).toMatchObject({ state: 'APPLIED' })
    expect(await columnsOf(sql, 'customers')).toContain('mail')
  })

  it('4.6-32 whose third of four steps fails says that two are live, and the rest is a new revision on what is there', async () => {
    const { id: connectionId, sql } = await shop('DEVELOPMENT')
    await sql.query("update customers set email = 'secret@x'")
    const steps = [
      'alter table customers add column a int',
      'alter table customers add column b int',
      'alter table customers add unique key one_email (email)',
      'alter table customers add column c int',
    ]
    const proposal = await propose(developer, { connectionId, sql: steps.join(';\n') })
    const failed = await apply(developer, proposal)
    expect(failed).toMatchObject({ state: 'FAILED_PARTIAL' })
    expect(failed.problem?.message).toMatch(/forbids.*2 of 4 steps are live/)
    expect(failed.problem?.message).not.toContain('secret')
    expect(failed.steps.map(step => step.applied)).toEqual([true, true, false, false])
    await expect(apply(developer, failed)).rejects.toMatchObject({ code: 'PROPOSAL_CONFLICT' })
    await sql.query('update customers set email = id')
    const rest = await revise(developer, proposal.id, steps.slice(2).join(';\n'))
    expect(rest).toMatchObject({ state: 'OPEN', revision: 2, dryRun: { ok: true } })
    expect(await apply(developer, rest)).toMatchObject({ state: 'APPLIED' })
    expect(await columnsOf(sql, 'customers')).toEqual(['id', 'name', 'email', 'a', 'b', 'c'])
  })

  it('4.6-33 and 4.6-35 of one ALTER with a bad last action leaves nothing behind, and no NULL is made a 0', async () => {
    const { id: connectionId, sql } = await shop('DEVELOPMENT')
    const proposal = await propose(developer, {
      connectionId,
      sql: 'alter table customers add column a int, modify email varchar(80) not null',
    })
    expect(await apply(developer, proposal)).toMatchObject({ state: 'FAILED_CLEAN' })
    expect(await columnsOf(sql, 'customers')).not.toContain('a')
  })

  it('4.5-27 and 4.5-29 is refused when what it touches has changed since, and not when rows or another table have', async () => {
    const { id: connectionId, sql } = await shop('DEVELOPMENT')
    const proposal = await propose(developer, { connectionId, sql: 'alter table notes add column a int' })
    await sql.query("insert into notes values (7, 'x')")
    await sql.query('analyze table notes')
    await sql.query('alter table customers add column b int')
    const other = await propose(developer, { connectionId, sql: 'alter table notes add column z int' })
    expect(await apply(developer, other)).toMatchObject({ state: 'APPLIED' })
    await expect(apply(developer, proposal)).rejects.toMatchObject({ code: 'PROPOSAL_DRIFTED' })
    expect(await columnsOf(sql, 'notes')).not.toContain('a')
  })

  it('4.3-22 gives up after its budget of waiting, names who is in the way, and holds nobody up', async () => {
    const { id: connectionId, url } = await shop('DEVELOPMENT')
    const proposal = await propose(developer, { connectionId, sql: 'alter table customers add column a int' })
    const reader = await createConnection(url)
    await reader.query('start transaction')
    await reader.query('select * from customers')
    const failed = await apply(developer, proposal)
    expect(failed).toMatchObject({ state: 'FAILED_CLEAN', problem: { code: 'PROPOSAL_LOCK_TIMEOUT' } })
    const { problem } = await find(developer, proposal.id)
    expect(problem?.code).toBe('PROPOSAL_LOCK_TIMEOUT')
    expect(problem?.hints.join()).toMatch(/Session \d+ .* has been in a transaction/)
    await reader.end()
    expect(await apply(developer, failed)).toMatchObject({ state: 'APPLIED' })
  })

  it('4.6-34 keeps rows and structure in steps of their own, and takes no transaction of somebody’s', async () => {
    const { id: connectionId, sql } = await shop('DEVELOPMENT')
    const written = 'alter table notes add column a int; update notes set a = 1; alter table notes add b int'
    const proposal = await propose(developer, { connectionId, sql: written })
    expect(proposal.steps.map(({ transactional }) => transactional)).toEqual([false, true, false])
    await expect(
      propose(developer, {
        connectionId,
        sql: "start transaction; update notes set body = 'x'; alter table notes add c int; rollback",
      }),
    ).rejects.toMatchObject({ code: 'PROPOSAL_REFUSED' })
    expect(await columnsOf(sql, 'notes')).toEqual(['id', 'body'])
  })

  it('4.6-35 is applied strictly, in UTC and with keys checked, whatever the server is set to', async () => {
    const { id: connectionId, sql } = await shop('DEVELOPMENT')
    const proposal = await propose(developer, {
      connectionId,
      sql: `create table told as select @@sql_mode as mode, @@time_zone as zone, @@foreign_key_checks as checked,
        @@lock_wait_timeout as waits`,
    })
    expect(await apply(developer, proposal)).toMatchObject({ state: 'APPLIED' })
    const [rows] = await sql.query<RowDataPacket[]>('select * from told')
    expect(rows).toMatchObject([
      {
        mode: expect.stringContaining('STRICT_TRANS_TABLES') as string,
        zone: '+00:00',
        checked: 1,
        waits: 1,
      },
    ])
  })

  it.each([
    ['drop database other', 'PROPOSAL_REFUSED'],
    ['start transaction; drop table orders; commit', 'PROPOSAL_REFUSED'],
    ['use mysql; drop table user', 'PROPOSAL_REFUSED'],
    ['/*!50000 drop table orders */', 'PROPOSAL_REFUSED'],
    ['grant all on *.* to nobody', 'PROPOSAL_REFUSED'],
    ['set global max_connections = 1; drop table orders', 'PROPOSAL_REFUSED'],
    ['delete from orders', 'PROPOSAL_REFUSED'],
  ])('may not be %s', async (sql, code) => {
    const { id: connectionId } = await shop('DEVELOPMENT')
    await expect(propose(developer, { connectionId, sql })).rejects.toMatchObject({ code })
  })

  it('that names a database is not tried, and its real table stays', async () => {
    const made = await shop('DEVELOPMENT')
    const name = new URL(made.url).pathname.slice(1)
    const proposal = await propose(developer, { connectionId: made.id, sql: `drop table ${name}.notes` })
    expect(proposal.dryRun).toMatchObject({ ok: false })
    expect(await columnsOf(made.sql, 'notes')).toEqual(['id', 'body'])
  })

  it('4.1-7 of production takes an administrator who has not written it, also by another name of the same database', async () => {
    const { save, id, sql } = await shop('PRODUCTION')
    const proposal = await propose(developer, {
      connectionId: await save('DEVELOPMENT', 'an alias'),
      sql: 'alter table customers add column a int',
    })
    expect(proposal.missing).toHaveLength(1)
    await expect(apply(developer, proposal)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    const own = await propose(developer, { connectionId: id, sql: 'alter table customers add column a int' })
    await expect(apply(admin, own)).rejects.toMatchObject({ code: 'PROPOSAL_NOT_APPROVED' })
    expect(await apply(admin, await approve(admin, own))).toMatchObject({ state: 'APPLIED' })
    expect(await columnsOf(sql, 'customers')).toContain('a')
  })
})
