import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { adminUrl, createTestDatabase } from '../../../tests/fixtures/postgres.ts'
import type { TestDatabase } from '../../../tests/fixtures/postgres.ts'
import type { Database } from '../database.ts'
import type { Shadow, Structure } from '../schema-changes.ts'
import { changesOf, openAsAdmin } from './changes.fixture.ts'
import { EVERY_OBJECT } from './every-object.fixture.ts'
import { UNDONE_CHANGES } from './rollback-changes.fixture.ts'
import { writeRollback } from './rollback.ts'

let testDatabase: TestDatabase
let database: Database
let structure: Structure
let shadow: Shadow

const comparable = ({ objects }: Structure) =>
  Object.fromEntries(
    objects
      .map(({ id, definition, valid, partOf }) => [id, { definition, valid, partOf }] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  )
const runAll = async (statements: readonly string[]) => {
  for (const sql of statements) await shadow.run({ sql, transactional: true })
}

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
  structure = await changesOf(database).readStructure()
  shadow = await changesOf(database).openShadow(structure)
})
afterAll(async () => {
  await shadow?.close()
  await database?.close()
  await testDatabase?.drop()
})

describe('a way back', () => {
  it.each(UNDONE_CHANGES)(
    '4.7-36 leads back from $up, which is $class',
    async ({ up, class: loss, note }) => {
      const before = await shadow.readStructure()
      let back
      try {
        await runAll(up)
        back = writeRollback(before, await shadow.readStructure())
        await runAll(back.statements.map(({ sql }) => sql))
        expect(comparable(await shadow.readStructure())).toEqual(comparable(before))
      } catch (error) {
        // The next change starts from a copy that is whole.
        await shadow.close()
        shadow = await changesOf(database).openShadow(structure)
        throw error
      }
      expect(back.class).toBe(loss)
      if (note !== undefined) expect(back.notes.join('\n')).toContain(note)
    },
  )

  it('is empty where nothing was changed', async () => {
    const before = await shadow.readStructure()
    expect(writeRollback(before, await shadow.readStructure())).toEqual({
      statements: [],
      class: 'LOSSLESS',
      notes: [],
    })
  })

  it.each(["alter type shop.mood add value 'great'", 'alter type shop.address add attribute country text'])(
    'is none for %s, and says why',
    async sql => {
      const before = await shadow.readStructure()
      await runAll([sql])
      const back = writeRollback(before, await shadow.readStructure())
      expect(back).toMatchObject({ class: 'IRREVERSIBLE', statements: [] })
      expect(back.notes).not.toEqual([])
      await shadow.close()
      shadow = await changesOf(database).openShadow(structure)
    },
  )

  it('keeps a rename a rename, so that no row is lost', async () => {
    const before = await shadow.readStructure()
    await runAll([
      'alter table shop.orders rename column price to cost',
      'alter table shop.scratch rename to notes',
    ])
    const back = writeRollback(before, await shadow.readStructure())
    expect(back.statements.map(({ sql }) => sql)).toEqual([
      'ALTER TABLE shop.notes RENAME TO scratch',
      'ALTER TABLE shop.orders RENAME COLUMN cost TO price',
    ])
    await runAll(back.statements.map(({ sql }) => sql))
  })
})
