import { describe, expect, it } from 'vitest'
import { catalogOf, plainDialect } from '../../tests/fixtures/shop-catalog.ts'
import { connectionOf } from '../../tests/fixtures/store.ts'
import { AppError } from '../errors.ts'
import type { Database, DatabaseEngine, DatabaseOptions, DatabaseTarget, Dial } from './database.ts'
import { createOpenDatabases } from './open-databases.ts'

const LIMITS = {
  maxSessions: 1,
  idleTimeoutMs: 1,
  connectTimeoutMs: 1,
  statementTimeoutMs: 1,
}
const FACTS = {
  serverVersion: '18.4',
  serverVersionNumber: 180_004,
  searchPath: [],
  ...{ functions: [], relations: [], types: [], operators: [], casts: [] },
  login: { name: 'reader', canWrite: false, superuser: false },
}

const dial: Dial = () => Promise.reject(new Error('not dialled here'))
const sampleDial: Dial = () => Promise.reject(new Error('not dialled here either'))

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
        check: () => answer('check', CHECK),
        readCatalog: () => answer('catalog', catalogOf([])),
        readTableDetails: () => Promise.resolve([]),
        readFacts: () => answer('facts', FACTS),
        readValues: notUsed,
        plan: notUsed,
        openCursor: notUsed,
        copyCsv: null,
        close(reason) {
          log.push(`close ${target.host}${reason ? ` ${reason.code}` : ''}`)
          return Promise.resolve()
        },
      }
    },
  }
  const databases = createOpenDatabases({
    engines: [engine],
    readPassword: () =>
      isDown ? Promise.reject(new Error('locked')) : Promise.resolve(`secret ${passwords++}`),
    readChangeLogin: () => Promise.resolve(null),
    now: () => new Date(at),
    limits: LIMITS,
    dial,
    sampleDial,
  })
  return {
    databases,
    log,
    targets,
    pass: (ms: number) => void (at += ms),
    break: (down: boolean) => void (isDown = down),
  }
}

const CHECK = {
  serverVersion: 'PostgreSQL 18.4',
  latencyMs: 1,
  canWrite: false,
  ...{ canRead: true, privileges: [] },
  encrypted: false,
  readOnlyReplica: false,
  pooled: false,
  schemas: [],
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
        applicationName: `lovable-ai:${connection.name.slice(0, 40)} (${connection.id.slice(0, 8)})`,
        dial,
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
    expect(log).toEqual(['close old DATABASE_CONNECTION_CHANGED'])
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

  it('are closed with the reason when the connection is edited or deleted, here or by another process', async () => {
    const { databases, log } = setUp()
    const [kept, edited, deleted] = ['kept', 'edited', 'deleted'].map(host => connectionOf({ host }))
    for (const connection of [kept!, edited!, deleted!]) await databases.get(connection)
    await databases.retain([kept!, { ...edited!, targetChangedAt: new Date(5) }])
    expect(log.splice(0)).toEqual([
      'close edited DATABASE_CONNECTION_CHANGED',
      'close deleted DATABASE_CONNECTION_CHANGED',
    ])
    await databases.discard(kept!.id, new AppError('NOT_FOUND', 'gone'))
    expect(log).toEqual(['close kept NOT_FOUND'])
  })

  it('that are only tried out are asked who they are and closed, also when that fails', async () => {
    const test = setUp()
    const { engine, host, port, database, username, tls } = connectionOf({ host: 'new' })
    const target = { engine, host, port, database, username, tls, password: 'typed', sample: false }
    expect(await test.databases.check(target)).toEqual({ check: CHECK, dialect: plainDialect })
    expect(test.log.splice(0)).toEqual(['check', 'close new'])
    expect(test.targets).toMatchObject([{ password: 'typed', maxSessions: 1, dial }])
    test.break(true)
    await expect(test.databases.check(target)).rejects.toThrow('down')
    expect(test.log).toEqual(['check', 'close new'])
  })

  it('of the demo are dialled without the policy of hosts', async () => {
    const { databases, targets } = setUp()
    await databases.get(connectionOf({ sample: true }))
    expect(targets).toMatchObject([{ dial: sampleDial }])
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
    const askAll = () => Promise.all([opened.catalog(), opened.catalog(), opened.facts()])
    await askAll()
    expect(log.splice(0)).toEqual(['catalog', 'facts'])
    pass(5 * MINUTE_MS - 1)
    await askAll()
    expect(log.splice(0)).toEqual([])
    pass(1)
    await askAll()
    expect(log.splice(0)).toEqual(['catalog', 'facts'])
    opened.forget()
    await askAll()
    expect(log.splice(0)).toEqual(['catalog', 'facts'])
    await opened.refresh()
    expect(log).toEqual(['catalog'])
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
