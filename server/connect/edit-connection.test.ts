import { describe, expect, it } from 'vitest'
import type { Connection, ConnectionInput, TlsMode } from '../domain.ts'
import { changedFields, changesTarget, keepsPassword, sampleEditProblems } from './edit-connection.ts'

const at = new Date('2026-01-01')
const saved: Connection = {
  id: '1',
  name: 'Shop',
  engine: 'POSTGRES',
  environment: 'DEVELOPMENT',
  host: 'db.example.com',
  port: 5432,
  database: 'shop',
  username: 'reader',
  tls: 'REQUIRE',
  privacy: 'CATALOG',
  sampling: { enabled: true, never: [], always: [] },
  ...{ allowedFunctions: [], careful: false, serverVersion: null, loginCanWrite: null },
  sample: false,
  createdAt: at,
  targetChangedAt: at,
  deletedAt: null,
}

const edit = (changes: Partial<ConnectionInput> = {}): ConnectionInput => {
  const { name, engine, environment, host, port, database, username, tls, privacy } = saved
  return {
    ...{ name, engine, environment, host, port, database, username, tls, privacy },
    password: '',
    ...changes,
  }
}

describe('the saved password', () => {
  it.each<[string, Partial<ConnectionInput>]>([
    ['nothing', {}],
    ['the name', { name: 'Store' }],
    ['the environment', { environment: 'PRODUCTION' }],
    ['the privacy level', { privacy: 'ROWS' }],
    ['the database on the same server', { database: 'other' }],
    ['TLS to a stricter mode', { tls: 'VERIFY_FULL' }],
  ])('is kept when %s changes', (_, changes) => {
    expect(keepsPassword(saved, edit(changes))).toBeNull()
  })

  it.each<[string, Partial<ConnectionInput>]>([
    ['another host', { host: 'evil.example.com' }],
    ['another port', { port: 5433 }],
    ['another user name', { username: 'writer' }],
    ['another kind of database', { engine: 'MYSQL' }],
    ['a weaker TLS mode', { tls: 'PREFER' }],
    ['no TLS', { tls: 'DISABLE' }],
  ])('is asked for again with %s', (_, changes) => {
    expect(keepsPassword(saved, edit(changes))).toEqual({
      field: 'password',
      message: expect.stringMatching(/^Enter the password again: /) as string,
    })
  })

  it('follows the order of TLS modes', () => {
    const modes: TlsMode[] = ['DISABLE', 'PREFER', 'REQUIRE', 'VERIFY_FULL']
    const kept = modes.map(before =>
      modes.map(tls => keepsPassword({ ...saved, tls: before }, edit({ tls })) === null),
    )
    expect(kept).toEqual(modes.map((_, before) => modes.map((_, after) => after >= before)))
  })
})

describe('a sample connection', () => {
  const sample = { ...saved, sample: true }

  it('may be renamed and get another privacy level and TLS mode', () => {
    expect(sampleEditProblems(sample, edit({ name: 'Mine', privacy: 'ROWS', tls: 'VERIFY_FULL' }))).toEqual(
      [],
    )
  })

  it('stays where it is and what it is', () => {
    const moved = edit({
      ...{ engine: 'MYSQL', environment: 'PRODUCTION', host: 'a', port: 1, database: 'b', username: 'c' },
      password: 'd',
    })
    expect(sampleEditProblems(sample, moved).map(({ field }) => field)).toEqual([
      ...['engine', 'environment', 'host', 'port', 'database', 'username', 'password'],
    ])
    expect(sampleEditProblems(saved, moved)).toEqual([])
  })
})

describe('an edit', () => {
  it('says which fields it changes, of the password only that', () => {
    expect(changedFields(saved, edit())).toEqual([])
    expect(changedFields(saved, edit({ name: 'b', port: 1, password: 'secret' }))).toEqual([
      ...['name', 'port', 'password'],
    ])
  })

  it.each<[Partial<ConnectionInput>, boolean]>([
    [{}, false],
    [{ name: 'b', environment: 'PRODUCTION', privacy: 'ROWS' }, false],
    [{ engine: 'MYSQL' }, true],
    [{ host: 'b' }, true],
    [{ port: 1 }, true],
    [{ database: 'b' }, true],
    [{ username: 'b' }, true],
    [{ tls: 'VERIFY_FULL' }, true],
    [{ password: 'b' }, true],
  ])('of %j leads elsewhere: %s', (changes, expected) => {
    expect(changesTarget(saved, edit(changes))).toBe(expected)
  })
})
