import postgres from 'postgres'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startPgBouncer } from '../../../tests/fixtures/pgbouncer.ts'
import { createTestDatabase, createTestLogin } from '../../../tests/fixtures/postgres.ts'
import type { TestDatabase } from '../../../tests/fixtures/postgres.ts'
import type { Database } from '../database.ts'
import type { Applier } from '../schema-changes.ts'
import { changesOf, openAsAdmin } from './changes.fixture.ts'

const TIMEOUTS = { lockTimeoutMs: 200, statementTimeoutMs: 20_000 }
const step = (sql: string) => ({ sql, transactional: true })
const lone = (sql: string) => ({ sql, transactional: false })

let testDatabase: TestDatabase
let database: Database
let admin: postgres.Sql
const appliers: Applier[] = []
const holders: postgres.Sql[] = []

async function openApplier(): Promise<Applier> {
  const applier = await changesOf(database).openApplier()
  appliers.push(applier)
  return applier
}
const isThere = async (name: string) => {
  const [row] = await admin`select to_regclass(${name}) is not null as there`
  return row?.there === true
}
/** Another session that holds a lock until the returned function is called. */
async function hold(sql: string): Promise<() => Promise<void>> {
  const holder = postgres(testDatabase.url, { max: 1, onnotice: () => undefined })
  holders.push(holder)
  await holder.unsafe(`begin; ${sql}`)
  return () => holder.end({ timeout: 0 })
}

beforeAll(async () => {
  testDatabase = await createTestDatabase()
  admin = postgres(testDatabase.url, { max: 1, onnotice: () => undefined })
  database = openAsAdmin(testDatabase.url)
})
beforeEach(async () => {
  await admin.unsafe(
    'drop table if exists orders, things, more; create table orders (id integer primary key, note text); insert into orders values (1), (2)',
  )
})
afterEach(async () => {
  await Promise.all(appliers.splice(0).map(applier => applier.close()))
  await Promise.all(holders.splice(0).map(holder => holder.end({ timeout: 0 })))
})
afterAll(async () => {
  await database?.close()
  await admin?.end()
  await testDatabase?.drop()
})

describe('an applier', () => {
  it('commits what ran in its transaction, and its id tells so afterwards', async () => {
    const applier = await openApplier()
    const id = await applier.begin(TIMEOUTS)
    expect(id).toMatch(/^\d+$/)
    expect(await changesOf(database).outcomeOf(id ?? '')).toBe('RUNNING')
    await applier.run(step('create table things (id integer)'), TIMEOUTS)
    expect((await applier.readStructure()).objects.map(object => object.id)).toContain('TABLE public.things')
    expect(await isThere('things')).toBe(false)
    await applier.commit()
    expect(await isThere('things')).toBe(true)
    expect(await changesOf(database).outcomeOf(id ?? '')).toBe('COMMITTED')
  })

  it('undoes all of its transaction by rollback', async () => {
    const applier = await openApplier()
    const id = await applier.begin(TIMEOUTS)
    await applier.run(step('create table things (id integer)'), TIMEOUTS)
    await applier.rollback()
    expect(await isThere('things')).toBe(false)
    expect(await changesOf(database).outcomeOf(id ?? '')).toBe('ABORTED')
  })

  it('refuses to call a failed transaction committed', async () => {
    const applier = await openApplier()
    const id = await applier.begin(TIMEOUTS)
    await expect(applier.run(step('alter table nowhere add a int'), TIMEOUTS)).rejects.toMatchObject({
      code: 'DATABASE_STATEMENT_FAILED',
      message: 'The database does not accept this statement: relation "nowhere" does not exist.',
    })
    await expect(applier.commit()).rejects.toMatchObject({ code: 'DATABASE_STATEMENT_FAILED' })
    expect(await changesOf(database).outcomeOf(id ?? '')).toBe('ABORTED')
  })

  it('takes one statement at a time, and notices one that ends the transaction', async () => {
    const applier = await openApplier()
    await applier.begin(TIMEOUTS)
    await expect(
      applier.run(step('create table things (id int); commit; create table more (id int)'), TIMEOUTS),
    ).rejects.toMatchObject({ code: 'DATABASE_STATEMENT_FAILED' })
    await applier.rollback()
    await applier.begin(TIMEOUTS)
    await expect(applier.run(step('commit'), TIMEOUTS)).rejects.toThrow('ended the transaction')
    expect(await isThere('things')).toBe(false)
    expect(await isThere('more')).toBe(false)
  })

  it('runs what cannot be in a transaction by itself', async () => {
    const applier = await openApplier()
    await applier.run(lone('create index concurrently orders_note on orders (note)'), TIMEOUTS)
    const [row] = await admin`select indisvalid from pg_index where indexrelid = 'orders_note'::regclass`
    expect(row?.indisvalid).toBe(true)
  })

  it('names the rule, not the row, when the data does not allow a change', async () => {
    await admin.unsafe("update orders set note = 'a secret'")
    const applier = await openApplier()
    const run = applier.run(lone('create unique index concurrently orders_note on orders (note)'), TIMEOUTS)
    await expect(run).rejects.toMatchObject({
      message:
        'The data does not allow this change: orders has several rows with the same key, which orders_note forbids.',
    })
    const { objects } = await changesOf(database).readStructure()
    expect(objects.find(({ id }) => id === 'INDEX public.orders_note')).toMatchObject({ valid: false })
  })
})

describe('locks', () => {
  it('4.3-19 and 4.3-20 that are not had in time end as PROPOSAL_LOCK_TIMEOUT, can be tried again, and name who holds them', async () => {
    const release = await hold('select * from orders')
    const applier = await openApplier()
    await applier.begin(TIMEOUTS)
    const run = applier.run(step('alter table orders add phone text'), TIMEOUTS)
    await expect(run).rejects.toMatchObject({ code: 'PROPOSAL_LOCK_TIMEOUT', retryable: true })
    await applier.rollback()
    const blockers = await changesOf(database).readBlockers(['TABLE public.orders'], 0)
    expect(blockers).toMatchObject([
      { state: 'idle in transaction', own: false, user: new URL(testDatabase.url).username },
    ])
    expect(await changesOf(database).readBlockers(['TABLE public.orders'], 3_600_000)).toEqual([])
    await release()
    await expect.poll(() => changesOf(database).readBlockers(['TABLE public.orders'], 0)).toEqual([])
    await applier.begin(TIMEOUTS)
    await applier.run(step('alter table orders add phone text'), TIMEOUTS)
    await applier.commit()
  })

  it('4.3-20 and 4.3-23 are limited anew in every try, and so is a transaction that nobody goes on with', async () => {
    const applier = await openApplier()
    const tell = async () => {
      await applier.begin(TIMEOUTS)
      await applier.run(
        step(`create table things as select current_setting('lock_timeout') as lock,
          current_setting('statement_timeout') as statement,
          current_setting('idle_in_transaction_session_timeout') as idle`),
        TIMEOUTS,
      )
    }
    await tell()
    await applier.rollback()
    await tell()
    await applier.commit()
    expect(await admin`select * from things`).toMatchObject([
      { lock: '200ms', statement: '20s', idle: '1min' },
    ])
  })

  it('of tables are taken before anything is done, those of missing tables not at all', async () => {
    const release = await hold('select * from orders')
    const applier = await openApplier()
    await applier.begin(TIMEOUTS)
    await applier.lockTables(['TABLE public.nowhere', 'COLUMN public.orders.id'])
    const ids = ['TABLE public.orders', 'TABLE public.nowhere']
    await expect(applier.lockTables(ids)).rejects.toMatchObject({ code: 'PROPOSAL_LOCK_TIMEOUT' })
    await applier.rollback()
    await release()
    await applier.begin({ ...TIMEOUTS, lockTimeoutMs: 10_000 })
    await applier.lockTables(ids)
    const [row] = await admin`
      select count(*)::int from pg_locks where relation = 'orders'::regclass and mode = 'AccessExclusiveLock'`
    expect(row?.count).toBe(1)
  })

  it('4.3-21 our own sessions count among those in the way', async () => {
    const applier = await openApplier()
    await applier.begin(TIMEOUTS)
    await applier.lockTables(['TABLE public.orders'])
    expect(await changesOf(database).readBlockers(['TABLE public.orders'], 0)).toMatchObject([{ own: true }])
    expect((await changesOf(database).readBlockers([], 0)).length).toBeGreaterThan(0)
  })

  it('4.2-11 and 4.3-21 do not end CREATE INDEX CONCURRENTLY, which waits for all that are older', async () => {
    const release = await hold('lock table orders in row exclusive mode')
    const applier = await openApplier()
    let done = false
    const run = applier
      .run(lone('create index concurrently orders_note on orders (note)'), { ...TIMEOUTS, lockTimeoutMs: 1 })
      .then(() => (done = true))
    await expect
      .poll(async () => (await admin`select from pg_stat_activity where wait_event_type = 'Lock'`).count)
      .toBe(1)
    expect(done).toBe(false)
    await release()
    await run
  })
})

describe('two at once', () => {
  it('4.2-11 one has the database, the other is told at once, until the first is closed', async () => {
    const first = await openApplier()
    const second = await openApplier()
    expect(await first.tryLock()).toBe(true)
    expect(await second.tryLock()).toBe(false)
    await first.close()
    await expect.poll(() => second.tryLock()).toBe(true)
  })
})

describe('the end of a session', () => {
  it.each(['before its commit', 'that was killed by an administrator'])(
    '%s leaves nothing, and its id says so',
    async how => {
      const applier = await openApplier()
      await applier.tryLock()
      const id = await applier.begin(TIMEOUTS)
      await applier.run(step('create table things (id integer)'), TIMEOUTS)
      if (how === 'before its commit') await applier.close()
      else {
        await admin`select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory'`
        await expect(applier.commit()).rejects.toMatchObject({ code: 'DATABASE_CONNECTION_LOST' })
      }
      await expect.poll(() => changesOf(database).outcomeOf(id ?? '')).toBe('ABORTED')
      expect(await isThere('things')).toBe(false)
      const next = await openApplier()
      await expect.poll(() => next.tryLock()).toBe(true)
    },
  )

  it('of a transaction that never was is not known', async () => {
    for (const id of ['99999999999', 'nonsense', '']) {
      expect(await changesOf(database).outcomeOf(id)).toBe('UNKNOWN')
    }
  })
})

describe('cancel', () => {
  it('4.2-16 ends a statement that runs, and nothing is left of it', async () => {
    const applier = await openApplier()
    const id = await applier.begin(TIMEOUTS)
    const run = applier.run(step('create table things as select 1 as one from pg_sleep(60)'), {
      ...TIMEOUTS,
      statementTimeoutMs: 120_000,
    })
    const failure = expect(run).rejects.toMatchObject({ code: 'DATABASE_STATEMENT_FAILED' })
    await expect
      .poll(async () => (await admin`select from pg_stat_activity where wait_event = 'PgSleep'`).count)
      .toBe(1)
    await applier.cancel()
    await failure
    await applier.rollback()
    expect(await changesOf(database).outcomeOf(id ?? '')).toBe('ABORTED')
    await applier.cancel()
  })

  it('a statement ends by itself at its time limit', async () => {
    const applier = await openApplier()
    await applier.begin(TIMEOUTS)
    const run = applier.run(step('create table things as select 1 as one from pg_sleep(60)'), {
      ...TIMEOUTS,
      statementTimeoutMs: 100,
    })
    await expect(run).rejects.toMatchObject({ code: 'DATABASE_TIMEOUT' })
  })
})

describe('what an applier does not work with', () => {
  it.each(['transaction', 'session'] as const)(
    'a pooler of %ss is refused with the way out',
    async poolMode => {
      const pooler = await startPgBouncer({ poolMode })
      const through = openAsAdmin(pooler.through(testDatabase.url))
      try {
        await expect(changesOf(through).openApplier()).rejects.toMatchObject({
          code: 'DATABASE_STATEMENT_FAILED',
          message: expect.stringContaining('pooler') as string,
        })
        expect((await changesOf(through).readStructure()).objects.length).toBeGreaterThan(0)
        expect(await changesOf(through).identity()).toEqual(await changesOf(database).identity())
      } finally {
        await through.close()
        await pooler.stop()
      }
    },
  )

  it('a login that owns nothing is told what it may not do', async () => {
    const login = await createTestLogin(testDatabase)
    const limited = openAsAdmin(login.url)
    const applier = await changesOf(limited).openApplier()
    await applier.begin(TIMEOUTS)
    await expect(applier.run(step('drop table orders'), TIMEOUTS)).rejects.toMatchObject({
      code: 'DATABASE_PERMISSION_DENIED',
      message: 'The login of this connection may not do this: must be owner of table orders.',
    })
    await applier.close()
    await limited.close()
    await login.drop()
  })
})
