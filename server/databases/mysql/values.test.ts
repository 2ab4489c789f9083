import { createConnection } from 'mysql2/promise'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createMysqlTestDatabase } from '../../../tests/fixtures/mysql.ts'
import type { TestDatabase } from '../../../tests/fixtures/postgres.ts'
import type { Session } from './driver.ts'
import { openTestSession } from './session.fixture.ts'
import { readTableValues } from './values.ts'

describe('sample values', () => {
  let test: TestDatabase
  let session: Session
  beforeAll(async () => {
    test = await createMysqlTestDatabase()
    const owner = await createConnection(test.url)
    await owner.query(`create table \`my words\` (id int primary key auto_increment,
      \`the word\` varchar(80) collate utf8mb4_general_ci, latin varchar(20) character set latin1,
      state enum('b', 'a'), note longtext, tags set('q', 'r'))`)
    const rows = [
      ['Paris', 'é', 'a', 'short', 'q,r'],
      ['Paris', 'é', 'a', 'short', 'q,r'],
      ['PARIS', 'e', 'b', 'ž'.repeat(10), 'q'],
      ['Paris ', null, null, null, null],
    ]
    for (const row of rows)
      await owner.query(
        'insert into `my words` (`the word`, latin, state, note, tags) values (?, ?, ?, ?, ?)',
        row,
      )
    await owner.query('create table numbers (n varchar(20))')
    await owner.query(`insert into numbers with recursive r as (select 1 as n union all select n + 1 from r where n < 1000)
      select 'same' from r, (select 1 from r limit 21) times`)
    await owner.end()
    session = await openTestSession(test.url)
  })
  afterAll(async () => {
    await session?.end()
    await test?.drop()
  })

  const read = async (table: string, columns: string[], maxLength = 10, maxValues = 5) =>
    (await readTableValues(session, { schema: test.name, table, columns }, { maxValues, maxLength })).map(
      ({ column, values, complete }) => ({ column, values, complete }),
    )

  it('are kept apart by their bytes, whatever the collation', async () => {
    expect(await read('my words', ['the word', 'latin', 'state', 'tags'])).toEqual([
      { column: 'the word', values: ['Paris', 'PARIS', 'Paris '], complete: true },
      { column: 'latin', values: ['é', 'e'], complete: true },
      { column: 'state', values: ['a', 'b'], complete: true },
      { column: 'tags', values: ['q,r', 'q'], complete: true },
    ])
  })

  it('leave out those that are too long, counted in characters', async () => {
    expect(await read('my words', ['note'], 10)).toEqual([
      { column: 'note', values: ['short', 'ž'.repeat(10)], complete: true },
    ])
    expect(await read('my words', ['note'], 9)).toEqual([
      { column: 'note', values: ['short'], complete: false },
    ])
  })

  it('stop at the number of values and of rows', async () => {
    expect(await read('my words', ['the word'], 10, 2)).toEqual([
      { column: 'the word', values: ['Paris', 'PARIS'], complete: false },
    ])
    expect(await read('numbers', ['n'])).toEqual([{ column: 'n', values: ['same'], complete: false }])
  })
})
