import { describe, expect, it } from 'vitest'
import type { ServerCheck } from '../databases/database.ts'
import { checkNotices, isLoopback, loginRefusal } from './judge-check.ts'

const harmless: ServerCheck = {
  serverVersion: 'PostgreSQL 18.4',
  latencyMs: 3,
  canWrite: false,
  ...{ canRead: true, privileges: [] },
  encrypted: true,
  readOnlyReplica: false,
  pooled: false,
  schemas: [],
}
const place = { host: 'db.example.com', environment: 'PRODUCTION' } as const

describe('what a check says besides', () => {
  it.each<[string, Partial<ServerCheck>, string, string[]]>([
    ['nothing of a read-only login over TLS', {}, 'db.example.com', []],
    ['that the login can write', { canWrite: true }, 'db.example.com', ['DATABASE_LOGIN_CAN_WRITE']],
    ['that there is no table to read', { canRead: false }, 'db', ['DATABASE_NOTHING_TO_READ']],
    ['that nothing is encrypted', { encrypted: false }, 'db.example.com', ['CONNECTION_NOT_ENCRYPTED']],
    ['nothing of encryption within the machine', { encrypted: false }, '127.0.0.1', []],
    ['that it is a replica', { readOnlyReplica: true }, 'db', ['DATABASE_READ_ONLY_REPLICA']],
    ['that a pooler is in between', { pooled: true }, 'db', ['CONNECTION_POOLED']],
    [
      'all of it at once',
      { canWrite: true, encrypted: false, readOnlyReplica: true, pooled: true },
      'db',
      [
        'DATABASE_LOGIN_CAN_WRITE',
        'CONNECTION_NOT_ENCRYPTED',
        'DATABASE_READ_ONLY_REPLICA',
        'CONNECTION_POOLED',
      ],
    ],
  ])('is %s', (_, check, host, codes) => {
    const notices = checkNotices({ ...harmless, ...check }, { ...place, host })
    expect(notices.map(({ code }) => code)).toEqual(codes)
    for (const { message, hints } of notices)
      expect([message, ...hints].every(text => text.length > 20)).toBe(true)
  })

  it.each([
    ['localhost', true],
    ['LOCALHOST', true],
    ['db.localhost', true],
    ['127.0.0.1', true],
    ['127.9.9.9', true],
    ['::1', true],
    ['::ffff:127.0.0.1', true],
    ['localhost.example.com', false],
    ['notlocalhost', false],
    ['10.0.0.1', false],
    ['127.0.0.1.example.com', false],
    ['::2', false],
  ])('knows whether %s is this machine: %s', (host, expected) => {
    expect(isLoopback(host)).toBe(expected)
  })
})

describe('a login that can write', () => {
  it.each<[boolean, 'PRODUCTION' | 'DEVELOPMENT', boolean, boolean]>([
    [true, 'PRODUCTION', true, true],
    [true, 'PRODUCTION', false, false],
    [true, 'DEVELOPMENT', true, false],
    [false, 'PRODUCTION', true, false],
  ])(
    '(%s) in %s where read-only ones are required (%s) is refused: %s',
    (canWrite, environment, required, refused) => {
      const refusal = loginRefusal({ ...harmless, canWrite }, { ...place, environment }, required)
      expect(refusal?.code).toBe(refused ? 'DATABASE_LOGIN_CAN_WRITE' : undefined)
    },
  )
})
