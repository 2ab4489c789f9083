/** What somebody can do who has the whole database, triggers off: each is found, at its place. */
import postgres from 'postgres'
import type { Sql } from 'postgres'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { KEYS, startTestStore } from '../../tests/fixtures/store.ts'
import type { TestStore } from '../../tests/fixtures/store.ts'
import { createAuditKeeper } from './audit-keeper.ts'
import type { AuditKeeper } from './audit-keeper.ts'
import { createAuditor } from './audit.ts'
import type { Auditor } from './audit.ts'
import { hashEvent } from './chain.ts'

const EVENTS = 20
const DAY_MS = 86_400_000

let test: TestStore
let attacker: Sql
let audit: Auditor
let keeper: AuditKeeper
let at: number

beforeEach(async () => {
  test = await startTestStore()
  attacker = postgres(test.database.url, { max: 1, onnotice: () => undefined })
  await attacker`set session_replication_role = replica`
  at = Date.UTC(2026, 0, 1)
  const { auditEvents } = test.store
  audit = createAuditor({ auditEvents, now: () => new Date(at), newId: () => crypto.randomUUID() })
  keeper = keeperOf(null)
  await append(EVENTS)
})
afterEach(async () => {
  await attacker.end()
  await test.stop()
})

async function append(count: number): Promise<void> {
  for (let index = 0; index < count; index++) {
    const act = { actorId: null, connectionId: null, subjectId: null }
    await audit.record({ ...act, action: 'keys.rotation-started', detail: { keyId: `k${index}` } })
  }
}

function keeperOf(
  retentionDays: number | null,
  keys: readonly { id: string; key: Buffer }[] = KEYS,
): AuditKeeper {
  const { auditEvents, auditCuts } = test.store
  return createAuditKeeper({ auditEvents, auditCuts, audit, keys, retentionDays, now: () => new Date(at) })
}

/** As the attacker would: all hashes from there on fit again. */
async function chainAnew(from: number): Promise<void> {
  const events = await test.store.auditEvents.list(from - 2, 1000)
  for (const [index, event] of events.entries()) {
    if (event.sequence < from) continue
    const previousHash = events[index - 1]?.hash ?? event.previousHash
    const hash = hashEvent({ ...event, previousHash, at: event.at.toISOString() })
    Object.assign(event, { previousHash, hash })
    await attacker`update audit_events set previous_hash = ${previousHash}, hash = ${hash} where sequence = ${event.sequence}`
  }
}

const COPY_OF_SEVEN = `select id, at, actor_id, action, connection_id, subject_id, detail, previous_hash, hash from audit_events where sequence = 7`
const MOVE_UP = `update audit_events set sequence = sequence + 1000 where sequence > 7;
  update audit_events set sequence = sequence - 999 where sequence > 1000`

describe('an untouched chain', () => {
  it('is whole, as far as it goes', async () => {
    expect(await keeper.verify()).toMatchObject({
      ...{ ok: true, checked: EVENTS, firstBroken: null, problem: null },
      head: { sequence: EVENTS },
    })
  })

  it('is whole whatever signs are in it, and another one where such an event was edited', async () => {
    const act = { actorId: null, connectionId: null, subjectId: null }
    const signs = `"previousHash":"\\n\n\t\u0000\u0001\u007f\u0085\u2028\ud800 ü 😀 '%s' \\`
    await audit.record({ ...act, action: 'keys.rotation-started', detail: { keyId: signs } })
    await append(3)
    expect(await keeper.verify()).toMatchObject({ ok: true, checked: EVENTS + 4 })
    await attacker`update audit_events set detail = replace(detail, 'ü', 'u') where sequence = ${EVENTS + 1}`
    expect(await keeper.verify()).toMatchObject({ ok: false, checked: EVENTS, firstBroken: EVENTS + 1 })
  })
})

describe('the first break is found where', () => {
  it.each([
    ['a detail was edited', `update audit_events set detail = '{"keyId":"other"}' where sequence = 7`, 7],
    [
      'the time of an event was edited',
      `update audit_events set at = at - interval '1 second' where sequence = 7`,
      7,
    ],
    ['who did it was edited', `update audit_events set actor_id = gen_random_uuid() where sequence = 7`, 7],
    ['a hash was edited', `update audit_events set hash = repeat('0', 64) where sequence = 7`, 7],
    [
      'marks were written into an event',
      `update audit_events set action = e'a\\tb\\nc' where sequence = 7`,
      7,
    ],
    ['an event was deleted', `delete from audit_events where sequence = 7`, 7],
    ['several events were deleted', `delete from audit_events where sequence between 7 and 9`, 7],
    ['the first event was deleted', `delete from audit_events where sequence = 1`, 1],
    [
      'two events have changed places',
      `update audit_events set sequence = 1000 where sequence = 7; update audit_events set sequence = 7 where sequence = 8;
       update audit_events set sequence = 8 where sequence = 1000`,
      7,
    ],
    [
      'an event was put in between, the others moved up',
      `${MOVE_UP}; insert into audit_events (sequence, id, at, action, detail, previous_hash, hash)
       select 8, gen_random_uuid(), at, action, detail, hash, repeat('1', 64) from audit_events where sequence = 7`,
      8,
    ],
    [
      'an event is there twice',
      `alter table audit_events drop constraint audit_events_pkey;
       insert into audit_events (sequence, id, at, actor_id, action, connection_id, subject_id, detail, previous_hash, hash)
       select 7, * from (${COPY_OF_SEVEN}) as copy`,
      7,
    ],
    [
      'an event was appended that does not follow',
      `insert into audit_events (sequence, id, at, action, detail, previous_hash, hash)
       values (21, gen_random_uuid(), now(), 'account.signed-in', '{}', repeat('1', 64), repeat('2', 64))`,
      21,
    ],
  ])('%s', async (what, sql, firstBroken) => {
    await attacker.unsafe(sql)
    const found = await keeper.verify()
    expect(found).toMatchObject({ ok: false, firstBroken })
    // Of two that are alike, one is in order.
    expect(found.checked).toBe(what.includes('twice') ? firstBroken : firstBroken - 1)
    expect(found.problem).toContain(String(firstBroken))
  })

  it('an edited event was given a hash that fits: the next one does not follow it', async () => {
    await attacker`update audit_events set detail = '{"keyId":"other"}' where sequence = 7`
    const [event] = await test.store.auditEvents.list(6, 1)
    if (event === undefined) throw new Error('no event')
    const hash = hashEvent({ ...event, at: event.at.toISOString() })
    await attacker`update audit_events set hash = ${hash} where sequence = 7`
    expect(await keeper.verify()).toMatchObject({
      firstBroken: 8,
      problem: 'Event 8 does not follow event 7: one of them was replaced',
    })
  })
})

describe('what leaves a chain in order is found by a checkpoint', () => {
  it('an end that is cut off', async () => {
    const { head } = await keeper.verify()
    await attacker`delete from audit_events where sequence > 15`
    expect(await keeperOf(null).verify()).toMatchObject({ ok: true, checked: 15 })
    expect(await keeperOf(null).verify(head)).toMatchObject({ ok: false, firstBroken: 16 })
    // The process that has seen it needs no telling.
    expect(await keeper.verify()).toMatchObject({ ok: false, firstBroken: 16 })
  })

  it('all of it removed', async () => {
    const { head } = await keeper.verify()
    await attacker`truncate audit_events`
    expect(await keeperOf(null).verify(head)).toMatchObject({ ok: false, firstBroken: 1, checked: 0 })
  })

  it('all of it written anew from the edited event on', async () => {
    const { head } = await keeper.verify()
    await attacker`update audit_events set detail = '{"keyId":"other"}' where sequence = 7`
    await chainAnew(7)
    expect(await keeperOf(null).verify()).toMatchObject({ ok: true })
    expect(await keeperOf(null).verify(head)).toMatchObject({ ok: false, firstBroken: EVENTS })
  })

  it('at the next one, while the server runs', async () => {
    expect(await keeper.checkpoint()).toMatchObject({ head: { sequence: EVENTS }, broken: null })
    await append(3)
    expect(await keeper.checkpoint()).toMatchObject({ head: { sequence: EVENTS + 3 }, broken: null })
    await attacker`delete from audit_events where sequence > 15`
    expect(await keeper.checkpoint()).toMatchObject({ broken: { sequence: EVENTS + 3 } })
  })
})

describe('events that are old enough', () => {
  beforeEach(async () => {
    at += 40 * DAY_MS
    await append(5)
  })

  it('go, on record, and the chain can be verified from the cut on', async () => {
    expect(await keeperOf(30).cutOld()).toBe(EVENTS)
    const found = await keeper.verify()
    expect(found).toMatchObject({ ok: true, checked: 7, cut: { sequence: EVENTS, keyId: 'k1' } })
    const events = await test.store.auditEvents.list(0, 100)
    expect(events.map(({ action }) => action).slice(-2)).toEqual(['audit.cut.started', 'audit.cut.finished'])
    expect(events[0]?.sequence).toBe(EVENTS + 1)
    expect(await keeperOf(30).cutOld()).toBe(0)
  })

  it('stay where nothing says how long they are to be kept', async () => {
    expect(await keeper.cutOld()).toBe(0)
    expect(await keeper.verify()).toMatchObject({ ok: true, checked: EVENTS + 5, cut: null })
  })

  it('stay where the chain is broken, so that a cut hides nothing', async () => {
    await attacker`update audit_events set detail = '{}' where sequence = 7`
    expect(await keeperOf(30).cutOld()).toBe(0)
    expect(await keeper.verify()).toMatchObject({ ok: false, firstBroken: 7 })
  })

  it('are missed where there is no cut, or one that nobody of ours has signed', async () => {
    await keeperOf(30).cutOld()
    expect(await keeperOf(null, [{ id: 'k1', key: Buffer.alloc(32, 9) }]).verify()).toMatchObject({
      ...{ ok: false, firstBroken: EVENTS + 1 },
      problem: expect.stringContaining('its signature is wrong') as string,
    })
    expect(await keeperOf(null, [{ id: 'k2', key: Buffer.alloc(32, 1) }]).verify()).toMatchObject({
      ok: false,
    })
    await attacker`truncate audit_cuts`
    expect(await keeper.verify()).toMatchObject({ ok: false, firstBroken: 1 })
  })

  it('are not all that a forged cut hides', async () => {
    await keeperOf(30).cutOld()
    await attacker`delete from audit_events where sequence <= 22`
    await attacker`insert into audit_cuts select 22, repeat('1', 64), at, key_id, signature from audit_cuts`
    expect(await keeper.verify()).toMatchObject({ ok: false, firstBroken: 23 })
  })
})

describe('the store refuses', () => {
  const asApp = (sql: string) => {
    const session = postgres(test.database.url, { max: 1, onnotice: () => undefined })
    return session.unsafe(sql).finally(() => session.end())
  }

  it.each([
    ['an update', `update audit_events set detail = '{}'`, 'append-only'],
    ['a deletion', `delete from audit_events`, 'append-only'],
    ['a truncation', `truncate audit_events`, 'append-only'],
    ['a change of a cut', `truncate audit_cuts`, 'append-only'],
    ['a gap', insertAt(30), 'does not follow'],
    ['an event that names another one before it', insertAt(21), 'does not follow'],
    ['an event in the place of another', insertAt(5), 'there already'],
    ['a cut of what is not there', `select cut_audit_events(5, repeat('0', 64), now(), 'k', 's')`, 'no such'],
    [
      'a cut that is not on record',
      `select cut_audit_events(5, (select hash from audit_events where sequence = 5), now(), 'k', 's')`,
      'not on record',
    ],
  ])('%s, also of a superuser who leaves the triggers on', async (_, sql, words) => {
    await expect(asApp(sql)).rejects.toThrow(words)
  })

  function insertAt(sequence: number): string {
    return `insert into audit_events (sequence, id, at, action, detail, previous_hash, hash)
      values (${sequence}, gen_random_uuid(), now(), 'account.signed-in', '{}', repeat('1', 64), repeat('2', 64))`
  }
})
