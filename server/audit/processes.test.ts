/** The chain under processes of their own: many events at once, and an end without warning. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { KEYS, startTestStore } from '../../tests/fixtures/store.ts'
import type { TestStore } from '../../tests/fixtures/store.ts'
import { createAuditKeeper } from './audit-keeper.ts'

const FIXTURE = 'server/audit/append-events.fixture.ts'

let test: TestStore
beforeEach(async () => {
  test = await startTestStore()
})
afterEach(() => test.stop())

function startAppending(count: number) {
  const child = spawn(process.execPath, ['--import', 'tsx', FIXTURE, test.database.url, String(count)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  let failure = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (failure += text))
  return {
    child,
    ended: once(child, 'exit').then(([code, signal]) => ({ code: (signal ?? code) as unknown, failure })),
    /** How many it knows to be appended. */
    confirmed: () => Number(/(\d+)\n$/.exec(output)?.[1] ?? 0),
    async until(condition: () => boolean) {
      while (!condition()) await once(child.stdout, 'data')
    },
  }
}

function keeper() {
  const { auditEvents, auditCuts } = test.store
  const audit = { record: () => Promise.resolve() }
  return createAuditKeeper({
    auditEvents,
    auditCuts,
    audit,
    keys: KEYS,
    retentionDays: null,
    now: () => new Date(),
  })
}

describe('the chain', () => {
  it('is whole when two processes append 10,000 events each at the same time', async () => {
    const both = [startAppending(10_000), startAppending(10_000)]
    const ends = await Promise.all(both.map(({ ended }) => ended))
    expect(ends).toEqual([
      { code: 0, failure: '' },
      { code: 0, failure: '' },
    ])
    expect(await keeper().verify()).toMatchObject({ ok: true, checked: 20_000, head: { sequence: 20_000 } })
    const details = new Set((await test.store.auditEvents.list(5_000, 10_000)).map(({ detail }) => detail))
    // They did take turns: neither was let through as a whole before the other.
    expect(details.size).toBe(2)
  }, 180_000)

  it('is whole when a process is killed while it appends, with all that was confirmed, and goes on', async () => {
    let confirmed = 0
    for (let round = 0; round < 3; round++) {
      const one = startAppending(0)
      await one.until(() => one.confirmed() >= 500)
      one.child.kill('SIGKILL')
      expect(await one.ended).toMatchObject({ code: 'SIGKILL' })
      confirmed += one.confirmed()
      const { ok, checked } = await keeper().verify()
      expect(ok).toBe(true)
      expect(checked).toBeGreaterThanOrEqual(confirmed)
    }
    const last = startAppending(250)
    expect(await last.ended).toEqual({ code: 0, failure: '' })
    expect(await keeper().verify()).toMatchObject({ ok: true })
  }, 180_000)
})
