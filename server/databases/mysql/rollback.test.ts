import { createConnection } from 'mysql2/promise'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createMysqlTestDatabase } from '../../../tests/fixtures/mysql.ts'
import type { TestDatabase } from '../../../tests/fixtures/postgres.ts'
import type { Database } from '../database.ts'
import type { Shadow, Structure } from '../schema-changes.ts'
import { changesOf, EVERY_OBJECT, openAs } from './changes.fixture.ts'
import { UNDONE_CHANGES } from './rollback-changes.fixture.ts'
import { writeRollback } from './rollback.ts'

let testDatabase: TestDatabase
let database: Database
let structure: Structure
let shadow: Shadow

const comparable = ({ objects }: Structure) =>
  Object.fromEntries(
    objects
      .map(
        ({ id, definition, valid, partOf, position }) =>
          [id, { definition, valid, partOf, position }] as const,
      )
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  )
const runAll = async (statements: readonly string[]) => {
  for (const sql of statements) {
    await shadow.run({ sql, transactional: false })
    await shadow.readStructure()
  }
}

beforeAll(async () => {
  testDatabase = await createMysqlTestDatabase()
  const admin = await createConnection(testDatabase.url)
  for (const statement of EVERY_OBJECT) await admin.query(statement)
  await admin.end()
  database = openAs(testDatabase.url)
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
      if (note !== undefined) expect(back.notes.join(' ')).toMatch(note)
    },
  )
})
