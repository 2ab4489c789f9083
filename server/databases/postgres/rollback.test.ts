import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { adminUrl, createTestDatabase } from '../../../tests/fixtures/postgres.ts'
import type { TestDatabase } from '../../../tests/fixtures/postgres.ts'
import type { Database } from '../database.ts'
import { openUndone } from '../way-back.fixture.ts'
import { changesOf, openAsAdmin } from './changes.fixture.ts'
import { EVERY_OBJECT } from './every-object.fixture.ts'
import { UNDONE_CHANGES } from './rollback-changes.fixture.ts'
import { writeRollback } from './rollback.ts'

let testDatabase: TestDatabase
let database: Database
let undone: Awaited<ReturnType<typeof openUndone>>

beforeAll(async () => {
  const server = postgres(adminUrl(), { max: 1, onnotice: () => undefined })
  await server.unsafe(
    `do $$ begin create role everyday_reader; exception when duplicate_object or unique_violation then null; end $$`,
  )
  await server.end()
  testDatabase = await createTestDatabase()
  const admin = postgres(testDatabase.url, { max: 1, onnotice: () => undefined })
  for (const statement of EVERY_OBJECT) await admin.unsafe(statement)
  await admin.end()
  database = openAsAdmin(testDatabase.url)
  const structure = await changesOf(database).readStructure()
  undone = await openUndone({
    openShadow: () => changesOf(database).openShadow(structure),
    writeRollback,
    transactional: true,
    compared: ['definition', 'valid', 'partOf'],
  })
})
afterAll(async () => {
  await undone?.close()
  await database?.close()
  await testDatabase?.drop()
})

describe('a way back', () => {
  it.each(UNDONE_CHANGES)('4.7-36 leads back from $up, which is $class', change =>
    undone.expectLeadsBack(change),
  )

  it('is empty where nothing was changed', async () => {
    const before = await undone.read()
    expect(writeRollback(before, await undone.read())).toEqual({
      statements: [],
      class: 'LOSSLESS',
      notes: [],
    })
  })

  it.each(["alter type shop.mood add value 'great'", 'alter type shop.address add attribute country text'])(
    'is none for %s, and says why',
    async sql => {
      const before = await undone.read()
      await undone.run([sql])
      const back = writeRollback(before, await undone.read())
      expect(back).toMatchObject({ class: 'IRREVERSIBLE', statements: [] })
      expect(back.notes).not.toEqual([])
      await undone.reopen()
    },
  )

  it('keeps a rename a rename, so that no row is lost', async () => {
    const before = await undone.read()
    await undone.run([
      'alter table shop.orders rename column price to cost',
      'alter table shop.scratch rename to notes',
    ])
    const back = writeRollback(before, await undone.read())
    expect(back.statements.map(({ sql }) => sql)).toEqual([
      'ALTER TABLE shop.notes RENAME TO scratch',
      'ALTER TABLE shop.orders RENAME COLUMN cost TO price',
    ])
    await undone.run(back.statements.map(({ sql }) => sql))
  })
})
