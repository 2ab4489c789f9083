import { createConnection } from 'mysql2/promise'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { createMysqlTestDatabase } from '../../../tests/fixtures/mysql.ts'
import type { TestDatabase } from '../../../tests/fixtures/postgres.ts'
import type { Database } from '../database.ts'
import { openUndone } from '../way-back.fixture.ts'
import { changesOf, EVERY_OBJECT, openAs } from './changes.fixture.ts'
import { UNDONE_CHANGES } from './rollback-changes.fixture.ts'
import { writeRollback } from './rollback.ts'

let testDatabase: TestDatabase
let database: Database
let undone: Awaited<ReturnType<typeof openUndone>>

beforeAll(async () => {
  testDatabase = await createMysqlTestDatabase()
  const admin = await createConnection(testDatabase.url)
  for (const statement of EVERY_OBJECT) await admin.query(statement)
  await admin.end()
  database = openAs(testDatabase.url)
  const structure = await changesOf(database).readStructure()
  undone = await openUndone({
    openShadow: () => changesOf(database).openShadow(structure),
    writeRollback,
    transactional: false,
    compared: ['definition', 'valid', 'partOf', 'position'],
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
})
