import { randomUUID } from 'node:crypto'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chain } from '../audit/chain.ts'
import type { AuditRecord } from '../domain.ts'
import { adminUrl } from '../../tests/fixtures/postgres.ts'
import { startTestStore } from '../../tests/fixtures/store.ts'
import type { TestStore } from '../../tests/fixtures/store.ts'
import { storeFailure } from './store-failure.ts'
import type { Store } from './store.ts'

let test: TestStore
beforeAll(async () => {
  test = await startTestStore()
})
afterAll(() => test?.stop())

const EVENT: AuditRecord = {
  action: 'account.signed-in',
  actorId: null,
  connectionId: null,
  subjectId: null,
  detail: { address: '127.0.0.1' },
}
const append = ({ auditEvents }: Store) =>
  auditEvents.append(head => chain(head, EVENT, randomUUID(), new Date()))

async function expectUnbrokenChain(): Promise<number> {
  const events = await test.store.auditEvents.list(0, 10_000)
  events.forEach((event, index) => {
    expect(event.sequence).toBe(index + 1)
    if (index > 0) expect(event.previousHash).toBe(events[index - 1]?.hash)
  })
  return events.length
}

describe('the chain of audit events', () => {
  it('has no gap and no fork when three processes append at once', async () => {
    const stores = [test.store, await test.openAgain(), await test.openAgain()]
    await Promise.all(stores.flatMap(store => Array.from({ length: 30 }, () => append(store))))
    expect(await expectUnbrokenChain()).toBe(90)
  })

  it('takes what comes while another append is on its way, in the order of the calls', async () => {
    const { sequence } = await append(test.store)
    const events = await Promise.all(Array.from({ length: 1200 }, () => append(test.store)))
    expect(events.map(event => event.sequence)).toEqual(events.map((_, index) => sequence + 1 + index))
    expect(await expectUnbrokenChain()).toBe(sequence + 1200)
  })

  it('is read in parts', async () => {
    const part = await test.store.auditEvents.list(88, 2)
    expect(part.map(({ sequence }) => sequence)).toEqual([89, 90])
  })

  it('has no gap and no fork when sessions are lost while processes append', async () => {
    const before = await expectUnbrokenChain()
    const other = await test.openAgain()
    const admin = postgres(adminUrl(), { max: 1, onnotice: () => undefined })
    let lost = 0
    for (let round = 0; round < 10; round++) {
      const work = Promise.allSettled(
        [test.store, other].flatMap(store => Array.from({ length: 10 }, () => append(store))),
      )
      await admin`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${test.database.name}`
      for (const result of await work) {
        if (result.status === 'fulfilled') continue
        lost += 1
        expect(storeFailure(result.reason)).toMatchObject({ code: 'STORE_UNAVAILABLE' })
      }
    }
    await admin.end()
    // Of an append whose session was lost nobody knows whether it arrived; what has been confirmed did.
    expect(await expectUnbrokenChain()).toBeGreaterThanOrEqual(before + 200 - lost)
  })

  it('goes on after an event that could not be made', async () => {
    const broken = test.store.auditEvents.append(() => {
      throw new Error('no event')
    })
    const [, , good] = await Promise.allSettled([broken, broken, append(test.store)])
    await expect(broken).rejects.toThrow('no event')
    expect(good?.status).toBe('fulfilled')
    const { sequence } = await append(test.store)
    expect(await expectUnbrokenChain()).toBe(sequence)
  })
})
