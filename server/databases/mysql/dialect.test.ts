import { createConnection } from 'mysql2/promise'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createMysqlTestDatabase } from '../../../tests/fixtures/mysql.ts'
import type { TestDatabase } from '../../../tests/fixtures/postgres.ts'
import { textOf } from '../cell-text.ts'
import { mysqlDialect } from './dialect.ts'
import type { Session } from './driver.ts'
import { KEYWORDS_TO_QUOTE } from './keywords.ts'
import { readLogin } from './facts.ts'
import { openTestSession } from './session.fixture.ts'

const { quoteIdentifier, quoteText, equalsIgnoringCase, containsIgnoringCase, readOnlyLoginSql } =
  mysqlDialect

describe('names', () => {
  it.each([
    ['customers', 'customers'],
    ['Customers', 'Customers'],
    ['order_2', 'order_2'],
    ['ORDER', '`ORDER`'],
    ['rank', '`rank`'],
    ['two words', '`two words`'],
    ['1e5', '`1e5`'],
    ['_utf8', '`_utf8`'],
    ['straße', '`straße`'],
    ['say `x`', '`say ``x```'],
    ['', '``'],
  ])('%s is written %s', (name, written) => {
    expect(quoteIdentifier(name)).toBe(written)
  })
})

describe('texts', () => {
  it.each([
    ["O'Hara", "'O''Hara'"],
    ['back\\slash', "'back\\\\slash'"],
    ['nul\0byte', "'nul\\0byte'"],
  ])('%j is written %s', (value, written) => {
    expect(quoteText(value)).toBe(written)
  })
})

describe('what a server reads', () => {
  let test: TestDatabase
  let session: Session
  beforeAll(async () => {
    test = await createMysqlTestDatabase()
    const owner = await createConnection(test.url)
    await owner.query(`create table words (
      plain varchar(20), bin varchar(20) collate utf8mb4_bin, latin varchar(20) character set latin1 collate latin1_general_cs)`)
    for (const word of ['Málaga', 'MÁLAGA', '50%_\\', '50x', "L'Aquila"])
      await owner.query('insert into words values (?, ?, ?)', [word, word, word])
    await owner.end()
    session = await openTestSession(test.url)
  })
  afterAll(async () => {
    await session?.end()
    await test?.drop()
  })

  it('is every text as it was', async () => {
    const texts = [
      ...mixtures(["'", '"', '\\', '\0', '\n', '\r', '%', '_', '--', '/*!', 'ž', '🐎', '\u001a', '`', 'a']),
    ]
    for (let start = 0; start < texts.length; start += 100) {
      const some = texts.slice(start, start + 100)
      const [row] = await session.query(`select ${some.map(quoteText).join(', ')}`)
      expect(row).toEqual(some)
    }
  })

  it('is every name as it was', async () => {
    const names = mixtures(['`', '"', "'", '\\', 'b c', '$', '1', 'e5', 'ž', 'A', '_', '@', '.', '-- ', '%'])
    for (const name of names) {
      const quoted = quoteIdentifier(name)
      const statement = await session.prepare(
        `select ${quoted}.${quoted} from (select 1 as ${quoted}) ${quoted}`,
      )
      statement.close()
      expect(statement.fields[0]?.name).toBe(name)
    }
  })

  it('is a name also when it is a keyword', async () => {
    const keywords = await session.query('select distinct lower(word) from information_schema.keywords')
    const words = keywords.map(([word]) => textOf(word)).filter(word => /^[a-z]\w*$/.test(word))
    expect(words.length).toBeGreaterThan(500)
    for (const word of new Set([...words, ...KEYWORDS_TO_QUOTE])) {
      const name = quoteIdentifier(word)
      await session.query(
        `with ${name} as (select 1 as ${name}) select ${name}, 1 - ${name}, lower(${name}), ${name} as ${name}
         from ${name} where ${name} in (1) and ${name} between 0 and 2 group by ${name} order by ${name}`,
      )
      await session.query(
        `select distinct ${name}.${name} as ${name} from (select 1 as ${name}) as ${name} limit 1`,
      )
    }
  })

  it.each(['plain', 'bin', 'latin'])(
    'finds a text whatever the case of letters in column %s',
    async column => {
      const find = async (condition: string) =>
        (await session.query(`select plain from words where ${condition}`)).map(([word]) => word)
      expect(await find(equalsIgnoringCase(column, 'málaga'))).toEqual(['Málaga', 'MÁLAGA'])
      expect(await find(containsIgnoringCase(column, 'ÁLAg'))).toEqual(['Málaga', 'MÁLAGA'])
      expect(await find(equalsIgnoringCase(column, "l'aquila"))).toEqual(["L'Aquila"])
      expect(await find(containsIgnoringCase(column, '0%_\\'))).toEqual(['50%_\\'])
      expect(await find(containsIgnoringCase(column, '_'))).toEqual(['50%_\\'])
      expect(await find(equalsIgnoringCase(column, '🐎'))).toEqual([])
    },
  )

  it('makes a login that can read this database and write nothing', async () => {
    const owner = await createConnection(test.url)
    const other = test.name.replace('_', 'x')
    const account = `reader_${test.name}`.slice(0, 30)
    const script = readOnlyLoginSql({ database: test.name, schemas: [] })
    try {
      await owner.query(`create database ${other}`)
      const statements = script
        .replace(/^--.*$/gm, '')
        .replaceAll('lovable_reader', account)
        .split(';')
      for (const statement of statements.filter(text => text.trim())) await owner.query(statement)
      const url = new URL(test.url)
      url.username = account
      url.password = 'choose-a-password'
      const reader = await openTestSession(url.href)
      expect((await reader.query('select count(*) from words'))[0]).toEqual([5])
      expect((await reader.query('show databases')).map(([name]) => name)).not.toContain(other)
      expect((await readLogin(reader)).login).toMatchObject({ canWrite: false, superuser: false })
      await reader.end()
    } finally {
      await owner.query(`drop user if exists ${account}@'%'`)
      await owner.query(`drop database if exists ${other}`)
      await owner.end()
    }
  })
})

/** Each piece alone, and each between each two others. */
function* mixtures(pieces: readonly string[]): Generator<string> {
  for (const one of pieces) {
    yield `x${one}`
    for (const other of pieces) yield `${one}${other}${one}y`
  }
}
