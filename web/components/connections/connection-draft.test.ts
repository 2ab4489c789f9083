import { describe, expect, it } from 'vitest'
import {
  draftReducer,
  EMPTY_DRAFT,
  hasSameTarget,
  inputOf,
  isChanged,
  keepsPassword,
  messagesFor,
  messagesForTarget,
  messagesFrom,
  testInputOf,
} from './connection-draft.ts'
import type { ConnectionDraft } from './connection-draft.ts'

const full: ConnectionDraft = {
  name: 'Shop',
  engine: 'POSTGRES',
  environment: 'PRODUCTION',
  host: 'db.example.com',
  port: '6000',
  database: 'shop',
  username: 'ann',
  password: 'secret',
  tls: 'REQUIRE',
  privacy: 'VALUES',
}
const saved = { ...full, password: '' }

describe('draftReducer', () => {
  it.each([
    ['follows the engine', EMPTY_DRAFT, '3306'],
    ['follows the engine when it was emptied', { ...EMPTY_DRAFT, port: '' }, '3306'],
    ['stays when somebody has typed one', { ...EMPTY_DRAFT, port: '6000' }, '6000'],
  ])('the port %s', (_, draft, port) =>
    expect(draftReducer(draft, { type: 'engine chosen', engine: 'MYSQL' }).port).toBe(port),
  )

  it('takes everything that a URL says', () => {
    const { name: _, environment: __, privacy: ___, port, ...found } = full
    const pasted = draftReducer(EMPTY_DRAFT, {
      type: 'pasted',
      found: { ...found, port: Number(port), notes: [] },
    })
    expect(pasted).toEqual({ ...full, name: 'shop', environment: null, privacy: 'CATALOG' })
  })

  it('keeps what a URL does not say', () =>
    expect(
      draftReducer(full, {
        type: 'pasted',
        found: { engine: 'MYSQL', host: 'other', port: 3306, notes: [] },
      }),
    ).toEqual({ ...full, engine: 'MYSQL', host: 'other', port: '3306' }))
})

describe('messagesFor', () => {
  it('names every field that is missing, the environment too', () =>
    expect(Object.keys(messagesFor(EMPTY_DRAFT)).sort()).toEqual([
      'database',
      'environment',
      'host',
      'name',
      'username',
    ]))

  it.each(['', 'x', '12.5', '-1', '123456'])('does not take %j for a port', port =>
    expect(messagesFor({ ...full, port })).toHaveProperty('port'),
  )

  it('finds nothing to say of a form that is filled in', () => expect(messagesFor(full)).toEqual({}))

  it('asks for no name and no environment before a test', () =>
    expect(messagesForTarget({ ...full, name: '', environment: null })).toEqual({}))

  it('asks for no password: some servers have none', () =>
    expect(messagesFor({ ...full, password: '' })).toEqual({}))
})

describe('messagesFrom', () => {
  it('puts the messages of the server to its fields, and leaves what it does not know', () =>
    expect(
      messagesFrom([
        { field: 'host', message: 'no host' },
        { field: 'input.port', message: 'no port' },
        { field: 'moon', message: 'no moon' },
      ]),
    ).toEqual({ host: 'no host', port: 'no port' }))
})

describe('what is sent', () => {
  it('has the port as a number', () =>
    expect(inputOf({ ...full, environment: 'PRODUCTION' })).toEqual({ ...full, port: 6000 }))

  it('has stand-ins for name and environment in a test only', () =>
    expect(testInputOf({ ...full, name: ' ', environment: null })).toMatchObject({
      name: 'Not named yet',
      environment: 'DEVELOPMENT',
    }))
})

describe('hasSameTarget', () => {
  it.each(['host', 'port', 'database', 'username', 'password'] as const)(
    'no longer holds for another %s',
    field => expect(hasSameTarget(full, { ...full, [field]: 'other' })).toBe(false),
  )
  it('holds for another name', () => expect(hasSameTarget(full, { ...full, name: 'other' })).toBe(true))
})

describe('isChanged', () => {
  it('is so after one letter', () => expect(isChanged({ ...full, name: 'Shops' }, full)).toBe(true))
  it('is not after typing it back', () => expect(isChanged({ ...full }, full)).toBe(false))
})

describe('keepsPassword', () => {
  it.each([
    ['another name', { name: 'other' }, true],
    ['another database', { database: 'other' }, true],
    ['a stricter TLS mode', { tls: 'VERIFY_FULL' }, true],
    ['a weaker TLS mode', { tls: 'PREFER' }, false],
    ['another host', { host: 'other' }, false],
    ['another port', { port: '1' }, false],
    ['another user', { username: 'bob' }, false],
    ['another engine', { engine: 'MYSQL' }, false],
  ] as const)('with %s: %o', (_, change, keeps) =>
    expect(keepsPassword({ ...saved, ...change }, saved)).toBe(keeps),
  )
})
