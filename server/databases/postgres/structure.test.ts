import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { adminUrl, createTestDatabase } from '../../../tests/fixtures/postgres.ts'
import type { TestDatabase } from '../../../tests/fixtures/postgres.ts'
import type { Database } from '../database.ts'
import type { Structure } from '../schema-changes.ts'
import { changesOf, openAsAdmin } from './changes.fixture.ts'
import { EVERY_OBJECT } from './every-object.fixture.ts'

let testDatabase: TestDatabase
let database: Database
let admin: postgres.Sql

const changes = () => changesOf(database)
const comparable = ({ objects }: Structure) =>
  Object.fromEntries(
    objects
      .map(({ id, definition, valid, partOf, needs }) => [id, { definition, valid, partOf, needs }] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  )

beforeAll(async () => {
  const server = postgres(adminUrl(), { max: 1, onnotice: () => undefined })
  await server.unsafe(
    `do $$ begin create role everyday_reader; exception when duplicate_object then null; end $$`,
  )
  await server.end()
  testDatabase = await createTestDatabase()
  admin = postgres(testDatabase.url, { max: 1, onnotice: () => undefined })
  for (const statement of EVERY_OBJECT) await admin.unsafe(statement)
  database = openAsAdmin(testDatabase.url)
})
afterAll(async () => {
  await database?.close()
  await admin?.end()
  await testDatabase?.drop()
})

describe('a structure', () => {
  it('comes back the same from a copy made of it, with every kind of object', async () => {
    const before = await changes().readStructure()
    const shadow = await changes().openShadow(before)
    try {
      expect(shadow.notes).toEqual([])
      expect(shadow.place).toBe('TARGET_SERVER')
      expect(comparable(await shadow.readStructure())).toEqual(comparable(before))
    } finally {
      await shadow.close()
    }
    expect(comparable(await changes().readStructure())).toEqual(comparable(before))
  })
})
