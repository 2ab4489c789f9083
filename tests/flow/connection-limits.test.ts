/** What the administrator's settings do to connections: logins that can write in production, and too many attempts. */
import postgres from 'postgres'
import type { Sql } from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connectApi } from '../fixtures/api-client.ts'
import { startApp } from '../fixtures/app-server.ts'
import type { AppServer } from '../fixtures/app-server.ts'
import { createTestDatabase, createTestLogin } from '../fixtures/postgres.ts'
import type { TestDatabase, TestLogin } from '../fixtures/postgres.ts'
import * as act from './connection-documents.ts'
import type { ConnectionFields } from './connection-documents.ts'
import { ask, RUN } from './documents.ts'
import type { RunEvent } from './documents.ts'

let towns: TestDatabase
let writer: TestLogin
let owner: Sql

beforeAll(async () => {
  towns = await createTestDatabase()
  owner = postgres(towns.url, { max: 1 })
  await owner.unsafe(`create table towns (id int primary key, name text not null)`)
  await owner.unsafe(`insert into towns values (1, 'Aachen'), (2, 'Bonn')`)
  writer = await createTestLogin(towns, name => [`grant select, insert on towns to ${name}`])
})
afterAll(async () => {
  await owner?.end()
  await writer?.drop()
  await towns?.drop()
})

const input = (changes: Partial<ConnectionFields> = {}) => act.inputFor(towns, writer, changes)

async function recordOf(app: AppServer, action: string): Promise<unknown[]> {
  const store = postgres(app.store.url, { max: 1 })
  const rows = await store<{ detail: string }[]>`
    select detail from audit_events where action = ${action} order by sequence`
  await store.end()
  return rows.map(({ detail }) => JSON.parse(detail) as unknown)
}

describe('where production logins must be read-only', () => {
  it('one that was saved before is not asked and not run, says why, and works once it is mended', async () => {
    const store = await createTestDatabase()
    const before = await startApp({}, store)
    const lenient = await connectApi(before.url, 'admin@demo.local')
    const { id } = await act.create(lenient, input({ environment: 'PRODUCTION' }))
    expect(await act.read(lenient, id, 'loginCanWrite serverVersion')).toEqual({
      loginCanWrite: true,
      serverVersion: expect.stringMatching(/^PostgreSQL \d/) as string,
    })
    const { query } = await ask(lenient, { connectionId: id, text: 'Show me all towns' })
    expect(query?.check.allowed).toBe(true)
    await lenient.close()
    await before.stop()

    const app = await startApp({ REQUIRE_READ_ONLY_LOGIN: 'true' }, store)
    const api = await connectApi(app.url, 'admin@demo.local')
    const run = () =>
      api.collect<RunEvent>(RUN, { input: { queryId: query?.id, sqlHash: query?.sqlHash, requestId: null } })
    try {
      await expect(run()).rejects.toMatchObject({
        code: 'DATABASE_LOGIN_CAN_WRITE',
        hints: [expect.stringContaining('can only read') as string],
      })
      await expect(ask(api, { connectionId: id, text: 'Show me all towns' })).rejects.toMatchObject({
        code: 'DATABASE_LOGIN_CAN_WRITE',
      })
      const { checkSql } = await api.request<{
        checkSql: { allowed: boolean; refusals: { code: string }[] }
      }>('query ($id: ID!) { checkSql(connectionId: $id, sql: "select 1") { allowed refusals { code } } }', {
        id,
      })
      expect(checkSql).toEqual({ allowed: false, refusals: [{ code: 'DATABASE_LOGIN_CAN_WRITE' }] })
      expect(await recordOf(app, 'prompt.refused')).toEqual([
        { text: 'Show me all towns', code: 'DATABASE_LOGIN_CAN_WRITE' },
      ])
      expect(await recordOf(app, 'run.refused')).toMatchObject([{ code: 'DATABASE_LOGIN_CAN_WRITE' }])
      // In development it is a warning.
      await act.create(api, input())

      await owner.unsafe(`revoke insert on towns from ${writer.username}`)
      await act.refresh(api, id)
      expect((await run()).at(-1)).toMatchObject({ resultSet: { state: 'COMPLETED', rowCount: 2 } })
      expect(await act.read(api, id, 'loginCanWrite')).toEqual({ loginCanWrite: false })
    } finally {
      await owner.unsafe(`grant insert on towns to ${writer.username}`)
      await api.close()
      await app.stop()
      await store.drop()
    }
  })
})

describe('attempts to connect', () => {
  it('and readings of catalogs are counted for each person, refused in words, and recorded once', async () => {
    const app = await startApp({ CHECKS_PER_MINUTE: '3' })
    const [developer, admin] = [
      await connectApi(app.url, 'developer@demo.local'),
      await connectApi(app.url, 'admin@demo.local'),
    ]
    try {
      const { id } = await act.create(developer, input())
      await act.check(developer, input())
      await act.check(developer, input())
      for (const attempt of [() => act.check(developer, input()), () => act.create(developer, input())])
        await expect(attempt()).rejects.toMatchObject({
          code: 'CONNECTION_THROTTLED',
          hints: [expect.stringMatching(/^Try again in \d+ seconds?$/) as string],
        })
      expect((await act.check(admin, input())).ok).toBe(true)
      const refused = (await recordOf(app, 'connection.check.finished')).filter(detail =>
        JSON.stringify(detail).includes('THROTTLED'),
      )
      expect(refused).toEqual([{ outcome: 'REFUSED', code: 'CONNECTION_THROTTLED' }])

      for (let times = 0; times < 3; times++) await act.refresh(developer, id)
      await expect(act.refresh(developer, id)).rejects.toMatchObject({ code: 'CONNECTION_THROTTLED' })
      expect(await recordOf(app, 'connection.refresh.finished')).toHaveLength(1)
    } finally {
      await Promise.all([developer.close(), admin.close()])
      await app.stop()
    }
  })

  it('are shown with what the login may do, and whether it can read anything', async () => {
    const app = await startApp()
    const api = await connectApi(app.url, 'developer@demo.local')
    const stranger = await createTestLogin(towns)
    try {
      const { checkConnection } = await api.request<{
        checkConnection: { canRead: boolean; privileges: { code: string; mendSql: string }[] }
      }>(
        `mutation ($input: ConnectionInput!) {
          checkConnection(input: $input) { canRead privileges { code severity message why mendSql } }
        }`,
        { input: input() },
      )
      expect(checkConnection.canRead).toBe(true)
      expect(checkConnection.privileges).toContainEqual(
        expect.objectContaining({
          code: 'TABLE_WRITES',
          message: 'It may change 1 table: public.towns.',
          mendSql: `revoke insert, update, delete, truncate, trigger on all tables in schema public from ${writer.username};`,
        }),
      )
      const blind = await act.check(api, act.inputFor(towns, stranger))
      expect(blind).toMatchObject({ ok: true, notices: [{ code: 'DATABASE_NOTHING_TO_READ' }] })
      expect(blind.readOnlyLoginSql).toContain('grant select')
    } finally {
      await stranger.drop()
      await api.close()
      await app.stop()
    }
  })
})
