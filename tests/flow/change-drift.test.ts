/** What has changed between the review and the application: the cases 4.5 of docs/schema-change-cases.md. */
import { createConnection } from 'mysql2/promise'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connectApi } from '../fixtures/api-client.ts'
import type { ApiClient } from '../fixtures/api-client.ts'
import { startApp } from '../fixtures/app-server.ts'
import type { AppServer } from '../fixtures/app-server.ts'
import { apply, find, propose } from './proposal-documents.ts'
import { createMysqlShop, createShop } from './shop-database.ts'
import type { SavedShop } from './shop-database.ts'

interface Target extends SavedShop {
  run(statement: string): Promise<unknown>
  /** What makes a drift that counts, in a word, and what takes it back. */
  drifts: readonly (readonly [what: string, make: string, undo: string])[]
  /** What counts for nothing. */
  harmless: readonly string[]
  /** What somebody has set otherwise for this database, and back. */
  setting: readonly [name: string, make: string, undo: string]
}

let app: AppServer
let developer: ApiClient
const targets: Partial<Record<'PostgreSQL' | 'MariaDB', Target>> = {}

beforeAll(async () => {
  app = await startApp({ CHANGE_LOCK_SECONDS: '20' })
  developer = await connectApi(app.url, 'developer@demo.local')
  targets.PostgreSQL = await onPostgres()
  targets.MariaDB = await onMariadb()
})

afterAll(async () => {
  await developer?.close()
  await app?.stop()
  await Promise.all(Object.values(targets).map(target => target.drop()))
})

async function onPostgres(): Promise<Target> {
  const shop = await createShop(developer, 'DEVELOPMENT')
  const run = (statement: string) => shop.sql.unsafe(statement)
  const name = new URL(shop.url).pathname.slice(1)
  const policy = 'create policy own on customers using (true)'
  const view = (of: string) => `create or replace view names as select ${of} as name from customers`
  for (const statement of [
    'create table unrelated (id int)',
    'create sequence numbers owned by customers.id',
    view('name'),
    `comment on table customers is 'who buys'`,
  ])
    await run(statement)
  return {
    ...shop,
    run,
    drifts: [
      ['column', 'alter table customers add column b int', 'alter table customers drop column b'],
      [
        'column',
        'alter table customers alter email type varchar(9)',
        'alter table customers alter email type text',
      ],
      ['column', 'alter table customers rename email to mail', 'alter table customers rename mail to email'],
      ['index', 'create index by_name on customers (name)', 'drop index by_name'],
      [
        'constraint',
        'alter table customers add constraint positive check (id > 0)',
        'alter table customers drop constraint positive',
      ],
      ['grant', 'grant select on customers to public', 'revoke select on customers from public'],
      [
        'table',
        'alter table customers enable row level security',
        'alter table customers disable row level security',
      ],
      ['policy', policy, 'drop policy own on customers'],
      ['view', view('upper(name)'), view('name')],
      ['comment', `comment on table customers is 'x'`, `comment on table customers is 'who buys'`],
    ],
    harmless: [
      'create table more (id int)',
      'alter table unrelated add column b int',
      'insert into customers select n from generate_series(100, 150) n'.replace('n from', `n, 'n' from`),
      `select setval('numbers', 77)`,
      'analyze',
    ],
    setting: [
      'search_path',
      `alter database ${name} set search_path = pg_temp, public`,
      `alter database ${name} reset search_path`,
    ],
  }
}

async function onMariadb(): Promise<Target> {
  const shop = await createMysqlShop(developer, 'DEVELOPMENT')
  const run = (statement: string) => shop.sql.query(statement)
  const view = (of: string) => `create or replace view names as select ${of} as name from customers`
  await run('create table unrelated (id int auto_increment primary key)')
  await run(view('name'))
  return {
    ...shop,
    run,
    drifts: [
      ['column', 'alter table customers add column b int', 'alter table customers drop column b'],
      [
        'column',
        'alter table customers modify email varchar(9)',
        'alter table customers modify email varchar(80)',
      ],
      ['index', 'create index by_name on customers (name)', 'drop index by_name on customers'],
      [
        'constraint',
        'alter table customers add constraint positive check (id > 0)',
        'alter table customers drop constraint positive',
      ],
      ['view', view('upper(name)'), view('name')],
      ['table', `alter table customers comment 'x'`, `alter table customers comment ''`],
    ],
    harmless: [
      'create table more (id int)',
      'alter table unrelated add column b int',
      `insert into customers values (100, 'n', null)`,
      'alter table unrelated auto_increment = 77',
      'analyze table customers',
    ],
    setting: [
      'character_set_database',
      'alter database character set latin1',
      'alter database character set utf8mb4 collate utf8mb4_general_ci',
    ],
  }
}

let columns = 0
const change = (table = 'customers') => `alter table ${table} add column c${(columns += 1)} int`
const drifted = { code: 'PROPOSAL_DRIFTED' }

describe.each(['PostgreSQL', 'MariaDB'] as const)('a change of %s', engine => {
  function target(): Target {
    const found = targets[engine]
    if (found === undefined) throw new Error('no server')
    return found
  }

  it('4.5-27 is not applied when something of what it touches has changed, which is named; else it is', async () => {
    const { id: connectionId, run, drifts, harmless } = target()
    const proposal = await propose(developer, { connectionId, sql: change() })
    for (const [what, make, undo] of drifts) {
      await run(make)
      const refused = apply(developer, proposal)
      await expect(refused, make).rejects.toMatchObject(drifted)
      const { hints } = (await refused.catch((error: unknown) => error)) as { hints: string[] }
      expect(hints[0]).toMatch(new RegExp(`^Since the review: \\w+ ${what} `))
      await run(undo)
    }
    expect(await find(developer, proposal.id)).toMatchObject({ state: 'OPEN', drifted: true })
    for (const statement of harmless) await run(statement)
    expect(await apply(developer, proposal)).toMatchObject({ state: 'APPLIED', drifted: false })
  })

  it('4.5-29 has another one of the same table to be looked at anew, and none of another table', async () => {
    const { id: connectionId } = target()
    const [one, other, elsewhere] = [
      await propose(developer, { connectionId, sql: change() }),
      await propose(developer, { connectionId, sql: change() }),
      await propose(developer, { connectionId, sql: change('unrelated') }),
    ]
    expect(await apply(developer, one)).toMatchObject({ state: 'APPLIED' })
    await expect(apply(developer, other)).rejects.toMatchObject(drifted)
    expect(await apply(developer, elsewhere)).toMatchObject({ state: 'APPLIED' })
  })

  it('4.5-31 is looked at anew when what gives it its meaning is set otherwise, or the server is another', async () => {
    const { id: connectionId, run, setting } = target()
    const proposal = await propose(developer, { connectionId, sql: change() })
    const [name, make, undo] = setting
    await run(make)
    await expect(apply(developer, proposal)).rejects.toMatchObject({
      ...drifted,
      hints: expect.arrayContaining([expect.stringContaining(name)]) as string[],
    })
    await run(undo)
    const own = postgres(app.store.url, { max: 1, onnotice: () => undefined })
    // As if the server had been another version when it was tried.
    const [kept] = await own<{ base: Record<string, string>; digest: string }[]>`
      select base, digest from proposal_revisions where proposal_id = ${proposal.id}`
    await own`update proposal_revisions set base = jsonb_set(base, '{serverVersion}', '"1.0"') where proposal_id = ${proposal.id}`
    await expect(apply(developer, proposal)).rejects.toMatchObject(drifted)
    await own`update proposal_revisions set base = ${own.json(kept?.base ?? {})} where proposal_id = ${proposal.id}`
    await own.end()
    expect(await apply(developer, proposal)).toMatchObject({ state: 'APPLIED' })
  })
})

describe('a change', () => {
  it('4.5-28 of PostgreSQL is not applied when somebody was there between the look and its first lock', async () => {
    const shop = targets.PostgreSQL
    if (shop === undefined) throw new Error('no server')
    const proposal = await propose(developer, { connectionId: shop.id, sql: change() })
    const other = postgres(shop.url, { max: 1, onnotice: () => undefined })
    await other.unsafe('begin; lock table customers in access share mode')
    const applying = apply(developer, proposal)
    const refused = expect(applying).rejects.toMatchObject(drifted)
    await expect
      .poll(() =>
        shop.run(
          `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
        ),
      )
      .toHaveLength(1)
    // Whoever has a lock on it is not queued behind who waits for one.
    await other.unsafe('alter table customers add column meanwhile int; commit')
    await other.end()
    await refused
    expect(await find(developer, proposal.id)).toMatchObject({ state: 'OPEN', drifted: true })
  })

  it('4.5-28 of MariaDB stops before a step that finds something else than the step before it left', async () => {
    const shop = targets.MariaDB
    if (shop === undefined) throw new Error('no server')
    const proposal = await propose(developer, {
      connectionId: shop.id,
      sql: `alter table notes add column a int; ${change()}; alter table notes add column b int`,
    })
    const other = await createConnection(shop.url)
    await other.query('start transaction')
    await other.query('select * from customers')
    const applying = apply(developer, proposal)
    const waits = async () => {
      const [rows] = (await shop.run(
        `select 1 from information_schema.processlist where db = database() and state like 'Waiting for table metadata lock'`,
      )) as [unknown[]]
      return rows
    }
    await expect.poll(waits).toHaveLength(1)
    await shop.run('alter table notes add column meanwhile int')
    await other.end()
    expect(await applying).toMatchObject({
      state: 'FAILED_PARTIAL',
      problem: { code: 'PROPOSAL_DRIFTED' },
      steps: [{ applied: true }, { applied: true }, { applied: false }],
    })
  })
})
