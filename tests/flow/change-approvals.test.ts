/** Who approves what: the cases 4.1 of docs/schema-change-cases.md, over the wire. */
import { randomUUID } from 'node:crypto'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { digestOf } from '../../server/review/digest.ts'
import { RULES_VERSION } from '../../server/review/lint.ts'
import { ApiError, connectApi } from '../fixtures/api-client.ts'
import type { ApiClient } from '../fixtures/api-client.ts'
import { startApp } from '../fixtures/app-server.ts'
import type { AppServer } from '../fixtures/app-server.ts'
import { createTestDatabase } from '../fixtures/postgres.ts'
import { ask, REVISE, RUN } from './documents.ts'
import type { AskedQuery } from './documents.ts'
import { exportPath, openExport } from './export-client.ts'
import { apply, approve, find, propose, revise } from './proposal-documents.ts'
import type { ProposalAnswer } from './proposal-documents.ts'
import { createMysqlShop, createShop } from './shop-database.ts'
import type { MysqlShop, SavedShop, Shop } from './shop-database.ts'

const PASSWORD = 'a long password of two words'
const UPDATE = `mutation ($id: ID!, $input: ConnectionInput!) { updateConnection(id: $id, input: $input) { id } }`

let app: AppServer
let admin: ApiClient
let second: ApiClient
let secondId: string
const SECOND = `${randomUUID()}@example.com`
let developer: ApiClient
let production: Shop
let development: Shop
const shops: SavedShop[] = []

beforeAll(async () => {
  app = await startApp()
  admin = await connectApi(app.url, 'admin@demo.local')
  developer = await connectApi(app.url, 'developer@demo.local')
  const { createUser } = await admin.request<{ createUser: { id: string } }>(
    `mutation ($email: String!, $password: String!) {
      createUser(email: $email, name: "Second", password: $password, role: ADMIN) { id } }`,
    { email: SECOND, password: PASSWORD },
  )
  secondId = createUser.id
  second = await connectApi(app.url, SECOND, { password: PASSWORD })
  production = await createShop(admin, 'PRODUCTION')
  development = await createShop(admin, 'DEVELOPMENT')
  shops.push(production, development)
})

afterAll(async () => {
  await Promise.all([admin?.close(), second?.close(), developer?.close()])
  await app?.stop()
  await Promise.all(shops.map(shop => shop.drop()))
})

let columns = 0
/** A change that no other test makes. */
const change = () => `alter table customers add column c${(columns += 1)} int`
const proposed = (by = developer, connectionId = production.id) =>
  propose(by, { connectionId, sql: change() })
const codeOf = (error: unknown) => (error instanceof ApiError ? error.code : error)
const setRole = (role: string) =>
  admin.request(`mutation ($id: ID!, $role: Role!) { setUserRole(userId: $id, role: $role) { id } }`, {
    id: secondId,
    role,
  })

describe('an approval', () => {
  it('4.1-1 that races with an edit wins or loses against it, never both', async () => {
    const outcomes: string[] = []
    for (const begins of ['at once', 'in the middle', 'after it']) {
      const proposal = await proposed()
      const edited = revise(developer, proposal.id, `${proposal.sql} -- edited`)
      if (begins === 'in the middle') await find(developer, proposal.id)
      if (begins === 'after it') await edited
      const [edit, approval] = await Promise.allSettled([edited, approve(admin, proposal)])
      const now = await find(admin, proposal.id)
      if (edit.status === 'fulfilled') expect(now).toMatchObject({ revision: 2, state: 'OPEN' })
      else {
        expect(codeOf(edit.reason)).toBe('PROPOSAL_CONFLICT')
        expect(now).toMatchObject({ revision: 1, state: 'APPROVED' })
      }
      if (approval.status === 'rejected') {
        expect(codeOf(approval.reason)).toBe('PROPOSAL_CONFLICT')
        expect((approval.reason as Error).message).toMatch(/revision 2/)
      }
      // What is approved is what was read, and nothing else can be applied.
      if (now.revision === 2)
        await expect(apply(admin, now)).rejects.toMatchObject({ code: 'PROPOSAL_NOT_APPROVED' })
      outcomes.push(edit.status)
    }
    expect(outcomes).toContain('fulfilled')
  })

  it('4.1-2 of what was edited since is refused, and a comment alone voids what there was', async () => {
    const proposal = await proposed()
    await approve(admin, proposal)
    const edited = await revise(developer, proposal.id, `${proposal.sql} -- why`)
    expect(edited).toMatchObject({ revision: 2, state: 'OPEN' })
    expect(edited.missing).toHaveLength(1)
    expect(edited.digest).not.toBe(proposal.digest)
    await expect(approve(admin, proposal)).rejects.toMatchObject({ code: 'PROPOSAL_CONFLICT' })
    await expect(apply(admin, proposal)).rejects.toMatchObject({ code: 'PROPOSAL_DIGEST_MISMATCH' })
  })

  it('4.1-3 is for nobody who wrote it, edited any revision or asked for it in words', async () => {
    const own = await proposed(admin)
    await expect(approve(admin, own)).rejects.toMatchObject({ code: 'PROPOSAL_OWN_REVIEW' })
    const edited = await revise(second, (await proposed()).id, change())
    const again = await revise(developer, edited.id, change())
    await expect(approve(second, again)).rejects.toMatchObject({ code: 'PROPOSAL_OWN_REVIEW' })
    expect(await approve(admin, again)).toMatchObject({ state: 'APPROVED' })
    const { ask: asked } = await admin.request<{ ask: { proposal: ProposalAnswer } }>(
      `mutation ($input: AskInput!) { ask(input: $input) { proposal { id revision } } }`,
      { input: { connectionId: production.id, text: 'add a fax column to customers' } },
    )
    await expect(approve(admin, asked.proposal)).rejects.toMatchObject({ code: 'PROPOSAL_OWN_REVIEW' })
  })

  it('4.1-4 of somebody who has lost the role since no longer counts when it is applied', async () => {
    const approved = await approve(second, await proposed())
    expect(approved).toMatchObject({ state: 'APPROVED' })
    await setRole('DEVELOPER')
    await expect(apply(admin, approved)).rejects.toMatchObject({ code: 'PROPOSAL_NOT_APPROVED' })
    await setRole('ADMIN')
    const disable = `mutation ($id: ID!, $disabled: Boolean!) { setUserDisabled(userId: $id, disabled: $disabled) { id } }`
    await admin.request(disable, { id: secondId, disabled: true })
    await expect(apply(admin, approved)).rejects.toMatchObject({ code: 'PROPOSAL_NOT_APPROVED' })
    await admin.request(disable, { id: secondId, disabled: false })
    await second.close()
    second = await connectApi(app.url, SECOND, { password: PASSWORD })
    expect(await apply(admin, approved)).toMatchObject({ state: 'APPLIED' })
  })

  it('4.1-5 and 4.1-3 is not enough when two are asked for since, and one person counts once', async () => {
    const approved = await approve(admin, await proposed())
    const stricter = await startApp({ APPROVALS_PRODUCTION: '2' }, app.store)
    const there = await connectApi(stricter.url, 'admin@demo.local')
    try {
      await expect(apply(there, approved)).rejects.toMatchObject({ code: 'PROPOSAL_NOT_APPROVED' })
      expect((await approve(there, approved)).missing).toHaveLength(1)
      await expect(apply(there, approved)).rejects.toMatchObject({ code: 'PROPOSAL_NOT_APPROVED' })
      await approve(second, approved)
      expect(await apply(there, approved)).toMatchObject({ state: 'APPLIED' })
    } finally {
      await there.close()
      await stricter.stop()
    }
  })

  it('4.1-8 under rules that have changed since is looked at anew', async () => {
    const approved = await approve(admin, await proposed())
    const own = postgres(app.store.url, { max: 1, onnotice: () => undefined })
    const [kept] = await own<
      {
        steps: { sql: string; transactional: boolean }[]
        rollback_sql: string | null
        base: Record<string, never>
        findings: { code: string; message: string }[]
      }[]
    >`select steps, rollback_sql, base, findings from proposal_revisions where proposal_id = ${approved.id}`
    if (kept === undefined) throw new Error('no revision')
    const digest = (rulesVersion: number) =>
      digestOf({
        statements: kept.steps.map(({ sql, transactional }) => ({ sql, transactional })),
        ...{ rollbackSql: kept.rollback_sql, environment: 'PRODUCTION', revision: 1, rulesVersion },
        ...{ settings: kept.base.settings ?? {}, serverVersion: kept.base.serverVersion ?? '' },
        target: { ...(kept.base.target ?? { server: '', database: '' }), connectionId: production.id },
        ...{ baseFingerprint: kept.base.fingerprint ?? '', predicted: kept.base.predicted ?? [] },
        findings: kept.findings.map(({ code, message }) => `${code} ${message}`),
      })
    expect(digest(RULES_VERSION)).toBe(approved.digest)
    // As a server with the rules before these would have left it.
    const earlier = digest(RULES_VERSION - 1)
    await own`update proposal_revisions set digest = ${earlier} where proposal_id = ${approved.id}`
    await own.end()
    await expect(apply(admin, { id: approved.id, digest: earlier })).rejects.toMatchObject({
      code: 'PROPOSAL_DRIFTED',
    })
    expect(await find(admin, approved.id)).toMatchObject({ state: 'APPROVED', drifted: true })
  })
})

describe('a connection', () => {
  const inputOf = (shop: SavedShop, environment: string, url = shop.url) => {
    const { hostname, port, username, password, pathname } = new URL(url)
    return {
      ...{ name: `moved ${randomUUID()}`, engine: 'POSTGRES', environment, host: hostname },
      ...{ port: Number(port), database: pathname.slice(1), username, password },
    }
  }
  const update = (shop: SavedShop, environment: string, url?: string) =>
    admin.request(UPDATE, { id: shop.id, input: inputOf(shop, environment, url) })

  it('4.1-6 that is called otherwise since the approval, or leads elsewhere, has nothing applied to it', async () => {
    const shop = await createShop(admin, 'PRODUCTION')
    shops.push(shop)
    const approved = await approve(admin, await proposed(developer, shop.id))
    await update(shop, 'DEVELOPMENT')
    await expect(apply(developer, approved)).rejects.toMatchObject({ code: 'PROPOSAL_DRIFTED' })
    expect(await find(admin, approved.id)).toMatchObject({ drifted: true })
    const inDevelopment = await proposed(developer, shop.id)
    await update(shop, 'PRODUCTION')
    await expect(apply(developer, inDevelopment)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(apply(admin, await approve(admin, inDevelopment))).rejects.toMatchObject({
      code: 'PROPOSAL_DRIFTED',
    })
    const elsewhere = await createTestDatabase()
    const sql = postgres(elsewhere.url, { max: 1, onnotice: () => undefined })
    await sql`create table customers (id int primary key, name text not null, email text)`
    await sql.end()
    const moved = await approve(admin, await proposed(developer, shop.id))
    await update(shop, 'PRODUCTION', elsewhere.url)
    await expect(apply(admin, moved)).rejects.toMatchObject({
      code: 'PROPOSAL_DRIFTED',
      message: expect.stringMatching(/another database/) as string,
    })
    await update(shop, 'PRODUCTION')
    await elsewhere.drop()
  })

  it('4.1-7 to a database of production is production, under whatever name it is saved', async () => {
    const alias = await proposed(developer, await production.save('DEVELOPMENT', 'an alias'))
    expect(alias.missing).toHaveLength(1)
    await expect(apply(developer, alias)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(approve(developer, alias)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })
})

describe('4.1-9 production is closed to changes of structure on every other path', () => {
  const anywhere = ['drop table customers', 'select 1; drop table customers']
  const forms = {
    POSTGRES: [
      ...anywhere,
      'do $$ begin drop table customers; end $$',
      'select drop_customers()',
      'with gone as (delete from customers returning *) select * from gone',
      'select * into copied from customers',
      'explain analyze create table copied as select 1',
    ],
    MYSQL: [
      ...anywhere,
      '/*!50000 drop table customers */',
      '/*M!100100 drop table customers */',
      'select drop_customers()',
      "prepare p from 'drop table customers'",
      "select 1 into outfile '/tmp/x'",
    ],
  }
  let mysql: MysqlShop

  beforeAll(async () => {
    mysql = await createMysqlShop(admin, 'PRODUCTION')
    shops.push(mysql)
    await production.sql.unsafe(
      `create function drop_customers() returns int language plpgsql as $$ begin drop table customers cascade; return 1; end $$`,
    )
  })

  it.each(
    (['POSTGRES', 'MYSQL'] as const).flatMap(engine => forms[engine].map(sql => [engine, sql] as const)),
  )('%s: %s', async (engine, sql) => {
    const shop = engine === 'POSTGRES' ? production : mysql
    const { query } = await ask(admin, { connectionId: shop.id, text: 'Show me all customers' })
    const { checkSql } = await admin.request<{ checkSql: { allowed: boolean } }>(
      `query ($id: ID!, $sql: String!) { checkSql(connectionId: $id, sql: $sql) { allowed } }`,
      { id: shop.id, sql },
    )
    expect(checkSql.allowed).toBe(false)
    const { reviseQuery } = await admin.request<{ reviseQuery: AskedQuery }>(REVISE, {
      queryId: query?.id,
      sql,
    })
    expect(reviseQuery.check.allowed).toBe(false)
    const { id: queryId, sqlHash } = reviseQuery
    await expect(admin.collect(RUN, { input: { queryId, sqlHash } })).rejects.toBeInstanceOf(ApiError)
    const file = await openExport(app, admin, exportPath(reviseQuery, 'csv'))
    expect(file.status).toBeGreaterThanOrEqual(400)
    const still =
      engine === 'POSTGRES'
        ? await production.sql`select count(*)::int as n from customers`
        : (await mysql.sql.query('select count(*) as n from customers'))[0]
    expect(still).toMatchObject([{ n: 50 }])
  })

  it('in words it is a proposal or a question back, and never a run', async () => {
    for (const shop of [production, mysql])
      for (const text of ['drop the table orders', 'drop orders', 'rename customers to clients']) {
        const asked = await ask(admin, { connectionId: shop.id, text })
        expect(['PROPOSAL', 'CLARIFICATION']).toContain(asked.outcome)
        expect(asked.query).toBeNull()
      }
  })
})
