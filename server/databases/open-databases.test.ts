import { describe, expect, it } from 'vitest'
import { catalogOf, plainDialect } from '../../tests/fixtures/shop-catalog.ts'
import { connectionOf } from '../../tests/fixtures/store.ts'
import { AppError } from '../errors.ts'
import type { Database, DatabaseEngine, DatabaseOptions, DatabaseTarget } from './database.ts'
import { createDial } from './dial.ts'
import { createOpenDatabases } from './open-databases.ts'

const LIMITS = {
  dial: createDial(),
  maxSessions: 1,
  idleTimeoutMs: 1,
  connectTimeoutMs: 1,
  statementTimeoutMs: 1,
}
const FACTS = {
  serverVersion: '18.4',
  serverVersionNumber: 180_004,
  functions: [],
  login: { name: 'reader', canWrite: false, superuser: false },
}

/** An engine that counts what it is asked for, and a clock that is set. */
function setUp() {
  const log: string[] = []
  const targets: (DatabaseTarget & DatabaseOptions)[] = []
  let at = 0
  let isDown = false
  let passwords = 0
  const answer = <T>(name: string, value: T): Promise<T> => {
    log.push(name)
    return isDown ? Promise.reject(new AppError('DATABASE_NOT_LISTENING', 'down')) : Promise.resolve(value)
  }
  const notUsed = () => Promise.reject(new Error('not used here'))
  const engine: DatabaseEngine = {
    engine: 'POSTGRES',
    dialect: plainDialect,
    defaultPort: 5432,
    open(target, options): Database {
      targets.push({ ...target, ...options })
      return {
        dialect: plainDialect,
        check: notUsed,
        readCatalog: () => answer('catalog', catalogOf([])),
        readFacts: () => answer('facts', FACTS),
        readValues: () => answer('values', []),
        plan: notUsed,
        openCursor: notUsed,
        close: () => answer(`close ${target.host}`, undefined),
      }
    },
  }
  const databases = createOpenDatabases({
    engines: [engine],
    readPassword: () =>
      isDown ? Promise.reject(new Error('locked')) : Promise.resolve(`secret ${passwords++}`),
    now: () => new Date(at),
    limits: LIMITS,
  })
  return {
    databases,
    log,
    targets,
    pass: (ms: number) => void (at += ms),
    break: (down: boolean) => void (isDown = down),
  }
}

const MINUTE_MS = 60_000

describe('open databases', () => {
  it('are opened once, with the password and a name for the DBA', async () => {
    const { databases, targets } = setUp()
    const connection = connectionOf()
    const [one, two] = await Promise.all([databases.get(connection), databases.get(connection)])
    expect(one).toBe(two)
    expect(targets).toEqual([
      {
        host: connection.host,
        port: 5432,
        database: 'shop',
        username: 'reader',
        password: 'secret 0',
        tls: 'PREFER',
        applicationName: `lovable-ai:${connection.id}`,
        ...LIMITS,
      },
    ])
  })

  it('are opened anew, and the old one closed, when the connection leads elsewhere', async () => {
    const { databases, log, targets } = setUp()
    const connection = connectionOf({ host: 'old' })
    await databases.get(connection)
    await databases.get({ ...connection, name: 'Another name', privacy: 'ROWS' })
    expect(targets).toHaveLength(1)
    await databases.get({ ...connection, host: 'new' })
    expect(targets.map(({ host }) => host)).toEqual(['old', 'new'])
    expect(log).toEqual(['close old'])
  })

  it('that could not be opened are tried again', async () => {
    const test = setUp()
    test.break(true)
    const connection = connectionOf()
    await expect(test.databases.get(connection)).rejects.toThrow('locked')
    test.break(false)
    await expect(test.databases.get(connection)).resolves.toMatchObject({ dialect: plainDialect })
  })

  it('of an engine that is not there are refused', async () => {
    await expect(setUp().databases.get(connectionOf({ engine: 'MYSQL' }))).rejects.toMatchObject({
      code: 'INPUT_INVALID',
    })
  })

  it('are all closed at the end', async () => {
    const { databases, log } = setUp()
    for (const host of ['a', 'b']) await databases.get(connectionOf({ host }))
    await databases.close()
    expect(log).toEqual(['close a', 'close b'])
  })
})

describe('what is known of a database', () => {
  it('is read once by all who ask at once, and again when it is old or forgotten', async () => {
    const { databases, log, pass } = setUp()
    const opened = await databases.get(connectionOf())
    const askAll = () => Promise.all([opened.catalog(), opened.catalog(), opened.facts(), opened.values([])])
    await askAll()
    expect(log.splice(0)).toEqual(['catalog', 'facts', 'values'])
    pass(5 * MINUTE_MS - 1)
    await askAll()
    expect(log.splice(0)).toEqual([])
    pass(1)
    await askAll()
    expect(log.splice(0)).toEqual(['catalog', 'facts'])
    opened.forget()
    await askAll()
    expect(log.splice(0)).toEqual(['catalog', 'facts', 'values'])
    pass(60 * MINUTE_MS)
    await opened.values([])
    expect(log).toEqual(['values'])
  })

  it('is not a failure: the next who asks reads again', async () => {
    const test = setUp()
    const opened = await test.databases.get(connectionOf())
    test.break(true)
    await expect(Promise.all([opened.catalog(), opened.catalog()])).rejects.toThrow('down')
    test.break(false)
    expect((await opened.catalog()).tables).toEqual([])
    expect(test.log).toEqual(['catalog', 'catalog'])
  })
})
