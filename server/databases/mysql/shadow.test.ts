import { createConnection } from 'mysql2/promise'
import type { Connection, RowDataPacket } from 'mysql2/promise'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createMysqlTestDatabase, createMysqlTestLogin } from '../../../tests/fixtures/mysql.ts'
import type { TestDatabase } from '../../../tests/fixtures/postgres.ts'
import type { Database } from '../database.ts'
import type { Shadow, Structure } from '../schema-changes.ts'
import { changesOf, EVERY_OBJECT, openAs } from './changes.fixture.ts'
import { MEASURED_STEPS } from './measured-steps.fixture.ts'

let testDatabase: TestDatabase
let database: Database
let admin: Connection
const shadows: Shadow[] = []

async function openShadow(of = database): Promise<Shadow> {
  const changes = changesOf(of)
  const shadow = await changes.openShadow(await changes.readStructure())
  shadows.push(shadow)
  return shadow
}
const step = (sql: string) => ({ sql, transactional: false })
const byId = ({ objects }: Structure) => new Map(objects.map(object => [object.id, object]))
const run = (shadow: Shadow, sql: string) => shadow.run(step(sql))

beforeAll(async () => {
  testDatabase = await createMysqlTestDatabase()
  admin = await createConnection(testDatabase.url)
  for (const statement of EVERY_OBJECT) await admin.query(statement)
  await admin.query(
    `insert into customers (name) select concat('n', seq) from (select 1 seq union select 2) s`,
  )
  await admin.query('insert into orders (customer_id, price) values (1, 3), (2, 9)')
  database = openAs(testDatabase.url)
})
afterEach(() => Promise.all(shadows.splice(0).map(shadow => shadow.close())))
afterAll(async () => {
  await database?.close()
  await admin?.end()
  await testDatabase?.drop()
})

describe('a copy', () => {
  it('is the structure itself, with all kinds of objects, and without a row', async () => {
    const shadow = await openShadow()
    const model = byId(await changesOf(database).readStructure())
    const copy = byId(await shadow.readStructure())
    expect([...copy.keys()].sort()).toEqual([...model.keys()].sort())
    for (const [id, { definition }] of model) expect(copy.get(id)?.definition).toBe(definition)
    expect(shadow.notes).toEqual([])
    expect(new Set([...model.values()].map(({ kind }) => kind))).toEqual(
      new Set(['TABLE', 'COLUMN', 'CONSTRAINT', 'INDEX', 'VIEW', 'TRIGGER', 'FUNCTION', 'EVENT']),
    )
  })

  it.each(MEASURED_STEPS)('measures $sql as $cost', async ({ before = [], sql, cost, locks, reason }) => {
    const shadow = await openShadow()
    for (const statement of before) await run(shadow, statement)
    expect(await run(shadow, sql)).toMatchObject({
      cost,
      locks,
      ...(reason !== undefined && { reason: expect.stringMatching(reason) as unknown }),
    })
  })

  it('leaves the real database as it is, also for names that lead there', async () => {
    const shadow = await openShadow()
    for (const sql of [
      `drop table ${testDatabase.name}.scratch`,
      `alter table \`${testDatabase.name.toUpperCase()}\` . scratch add a int`,
      `create view v as select * from mysql.user`,
    ])
      await expect(run(shadow, sql)).rejects.toMatchObject({
        code: 'DATABASE_STATEMENT_FAILED',
        message: expect.stringMatching(/names the database/) as unknown,
      })
    await run(shadow, 'drop table scratch')
    const [rows] = await admin.query<RowDataPacket[]>(`show tables like 'scratch'`)
    expect(rows).toHaveLength(1)
  })

  it('says which view a change breaks', async () => {
    const shadow = await openShadow()
    await run(shadow, 'create view of_scratch as select label from scratch')
    await run(shadow, 'alter table scratch drop column label')
    const after = byId(await shadow.readStructure())
    expect(after.get('VIEW of_scratch')?.valid).toBe(false)
    expect(after.get('VIEW cheaper')?.valid).toBe(true)
  })

  it('tells a renamed column from one that was dropped and made anew', async () => {
    const shadow = await openShadow()
    const identity = async (id: string) => byId(await shadow.readStructure()).get(id)?.parts.identity
    const before = await identity('COLUMN scratch.label')
    await run(shadow, 'alter table scratch change LABEL title varchar(20)')
    expect(await identity('COLUMN scratch.title')).toBe(before)
    await run(shadow, 'rename table scratch to drafts')
    expect(await identity('COLUMN drafts.title')).toBe(before)
    await run(shadow, 'alter table drafts drop column title, add column title varchar(20)')
    expect(await identity('COLUMN drafts.title')).not.toBe(before)
  })

  it('is removed when it is closed', async () => {
    const shadow = await openShadow()
    await shadow.close()
    const [rows] = await admin.query<RowDataPacket[]>(
      `select 1 from information_schema.processlist where db like 'lovable\\_shadow\\_%' and user = 'nobody'`,
    )
    expect(rows).toHaveLength(0)
    await expect(run(shadow, 'create table x (id int)')).rejects.toThrow()
  })

  it('cannot be had by a login that may make no database, which is said', async () => {
    const login = await createMysqlTestLogin(testDatabase, account => [
      `grant select, alter, create on ${testDatabase.name}.* to ${account}`,
    ])
    const limited = openAs(login.url)
    await expect(openShadow(limited)).rejects.toMatchObject({ code: 'PROPOSAL_NOT_TRIED' })
    await limited.close()
    await login.drop()
  })
})
