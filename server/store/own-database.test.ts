import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import type { Sql } from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { KEYS } from '../../tests/fixtures/store.ts'
import { chain } from '../audit/chain.ts'
import { startEmbeddedPostgres } from './embedded/embedded-postgres.ts'
import type { EmbeddedPostgres } from './embedded/embedded-postgres.ts'
import { ensureOwnDatabase } from './own-database.ts'
import { openStore } from './store.ts'
import type { Store } from './store.ts'

const PASSWORDS = { app: 'app', owner: randomBytes(8).toString('hex') }

let folder: string
let embedded: EmbeddedPostgres
let store: Store
let app: Sql

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'own-database-'))
  const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined }
  embedded = await startEmbeddedPostgres({ dataDirectory: folder, log: quiet })
  // As it was when the app's login owned the database.
  const administrator = postgres(embedded.url, { max: 1 })
  await administrator`create role lovable_store login password 'app'`
  await administrator`create database lovable_store owner lovable_store`
  await administrator.end()
  const url = new URL(embedded.url)
  Object.assign(url, { username: 'lovable_store', password: 'app', pathname: '/lovable_store' })
  await (await openStore({ url: url.href, migrationsFolder: 'drizzle', keys: KEYS })).close()

  const place = await ensureOwnDatabase(embedded.url, PASSWORDS)
  store = await openStore({ ...place, migrationsFolder: 'drizzle', keys: KEYS })
  app = postgres(place.url, { max: 1, onnotice: () => undefined })
})
afterAll(async () => {
  await app?.end()
  await store?.close()
  await embedded?.stop()
  await rm(folder, { recursive: true, force: true })
})

const append = (head: { sequence: number; hash: string } | null) =>
  chain(
    head,
    {
      ...{ actorId: null, connectionId: null, subjectId: null },
      ...{ action: 'keys.rotation-started', detail: { keyId: 'k1' } },
    },
    crypto.randomUUID(),
    new Date(),
  )

describe('the login of the app', () => {
  it('works with the store, and appends to the audit', async () => {
    await store.signInFailures.add({
      ...{ id: crypto.randomUUID(), email: 'a@example.com', address: '::1', at: new Date() },
    })
    await store.signInFailures.removeBefore(new Date(Date.now() + 1000))
    expect((await store.auditEvents.append(append)).sequence).toBeGreaterThan(0)
  })

  it.each([
    ['update', `update audit_events set detail = '{}'`],
    ['delete from', `delete from audit_events`],
    ['truncate', `truncate audit_events`],
    ['take the triggers off', `alter table audit_events disable trigger all`],
    ['drop', `drop table audit_events`],
    ['write a cut into', `insert into audit_cuts values (1, 'h', now(), 'k', 's')`],
    ['have triggers ignored for', `set session_replication_role = replica`],
  ])('may not %s the audit', async (_, sql) => {
    await expect(app.unsafe(sql)).rejects.toThrow(/permission denied (for table|to set)|must be owner/)
  })

  it('has old events cut off in the one way that there is', async () => {
    const { sequence, previousHash } = await store.auditEvents.append(append)
    await store.auditEvents.append(head =>
      chain(
        head,
        {
          ...{ actorId: null, connectionId: null, subjectId: null },
          action: 'audit.cut.started',
          detail: { upTo: sequence - 1, hash: previousHash, retentionDays: 1 },
        },
        crypto.randomUUID(),
        new Date(),
      ),
    )
    const place = { sequence: sequence - 1, hash: previousHash, at: new Date() }
    await store.auditCuts.cut({ ...place, keyId: 'k1', signature: 's' })
    expect((await store.auditEvents.list(0, 1))[0]?.sequence).toBe(sequence)
    expect(await store.auditCuts.findLast()).toMatchObject({ sequence: sequence - 1 })
    await expect(app`delete from audit_events`).rejects.toThrow('permission denied for table')
  })

  it('gives itself no right', async () => {
    await app`grant update, delete, truncate on audit_events to lovable_store`.catch(() => undefined)
    await expect(app`delete from audit_events`).rejects.toThrow('permission denied for table')
  })
})
