import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase } from '../../tests/fixtures/postgres.ts'
import type { TestDatabase } from '../../tests/fixtures/postgres.ts'
import { createFrequentStatements } from './frequent-statements.ts'
import { openStoreSession } from './store-session.ts'
import type { StoreSession } from './store-session.ts'

describe('a statement', () => {
  it('is kept from its third use on', () => {
    const { isKept } = createFrequentStatements()
    expect([1, 2, 3, 4].map(() => isKept('select $1'))).toEqual([false, false, true, true])
    expect(isKept('select $2')).toBe(false)
  })

  it('that is very long is not kept', () => {
    const { isKept } = createFrequentStatements()
    const text = `insert into t values ${'($1)'.repeat(5000)}`
    expect([1, 2, 3, 4].map(() => isKept(text))).toEqual([false, false, false, false])
  })

  it('is not kept when there are many already', () => {
    const { isKept } = createFrequentStatements()
    const use = (text: string) => [1, 2, 3].map(() => isKept(text)).at(-1)
    const kept = Array.from({ length: 300 }, (_, at) => use(`select ${at}`)).filter(Boolean)
    expect(kept).toHaveLength(200)
  })
})

describe('in a session of the store', () => {
  let own: TestDatabase
  let session: StoreSession
  beforeAll(async () => {
    own = await createTestDatabase()
    session = await openStoreSession(own.url)
  })
  afterAll(async () => {
    await session?.end(0)
    await own?.drop()
  })

  const isInServer = async (text: string) => {
    const found = await session.run(
      'select 1 from pg_prepared_statements where statement = $1',
      [text],
      'arrays',
    )
    return found.length === 1
  }

  it('what comes often is known to the server, and what does not is not', async () => {
    for (let use = 0; use < 5; use += 1)
      expect(await session.run('select $1::int as n', [use], 'objects')).toMatchObject([{ n: use }])
    await session.run('select $1::text as once', ['x'], 'objects')
    expect(await isInServer('select $1::int as n')).toBe(true)
    expect(await isInServer('select $1::text as once')).toBe(false)
  })

  it('one that is known answers also when its table has other columns now', async () => {
    const owner = postgres(own.url, { max: 1 })
    try {
      await owner`create table things (id int)`
      await owner`insert into things values (1)`
      const read = () => session.run('select * from things where id = $1', [1], 'objects')
      for (let use = 0; use < 5; use += 1) expect(await read()).toMatchObject([{ id: 1 }])
      await owner`alter table things add column name text default 'x', alter column id type bigint`
      expect(await read()).toMatchObject([{ id: '1', name: 'x' }])
      expect(session.isOpen()).toBe(true)
    } finally {
      await owner.end()
    }
  })
})
