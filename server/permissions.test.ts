import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Environment, Role } from './domain.ts'
import {
  ALL_PERMISSIONS,
  lesserRole,
  may,
  mayReach,
  PERMISSIONS,
  permissionsOf,
  requireMay,
} from './permissions.ts'
import type { Permission } from './permissions.ts'

const ROLES = ['READ_ONLY', 'DEVELOPER', 'ADMIN'] as const
const scope = { tokenId: 't', readOnly: false, connectionIds: null }

function refusal(act: () => void): unknown {
  try {
    act()
  } catch (error) {
    return error
  }
  return null
}

describe('the table of who may what', () => {
  it('gives whoever has a higher role all that a lower one has', () => {
    for (const permission of ALL_PERMISSIONS) {
      const allowed = ROLES.map(role => may({ role }, permission))
      expect([permission, allowed]).toEqual([permission, [...allowed].sort()])
      expect(allowed[2]).toBe(true)
    }
  })

  it.each<[Role, number]>([
    ['READ_ONLY', 6],
    ['DEVELOPER', 15],
    ['ADMIN', ALL_PERMISSIONS.length],
  ])('gives a %s %i of them', (role, count) => expect(permissionsOf({ role })).toHaveLength(count))

  it.each<[Role, Environment, boolean]>([
    ['READ_ONLY', 'DEVELOPMENT', false],
    ['READ_ONLY', 'PRODUCTION', false],
    ['DEVELOPER', 'DEVELOPMENT', true],
    ['DEVELOPER', 'PRODUCTION', false],
    ['ADMIN', 'DEVELOPMENT', true],
    ['ADMIN', 'PRODUCTION', true],
  ])('lets a %s act on %s: %s', (role, environment, allowed) => {
    for (const what of ['MANAGE_CONNECTIONS', 'APPROVE', 'APPLY'] as const)
      expect(may({ role }, `${what}_IN_${environment}`)).toBe(allowed)
  })

  it('is the one in docs/roles.md', () => {
    const page = readFileSync(new URL('../docs/roles.md', import.meta.url), 'utf8')
    const rows = page.split('\n').flatMap(line => {
      const [, does = '', ...marks] = line.split('|').map(cell => cell.trim())
      const [, name] = /`([A-Z_]+)`$/.exec(does) ?? []
      return name === undefined ? [] : [[name, does.slice(0, -name.length - 3).trim(), ...marks.slice(0, 4)]]
    })
    const mark = (yes: boolean) => (yes ? '●' : '–')
    const words = { ANY: '●', CHANGING: 'unless read-only', NONE: '–' }
    expect(rows).toEqual(
      ALL_PERMISSIONS.map(name => [
        name,
        PERMISSIONS[name].does,
        ...ROLES.map(role => mark(may({ role }, name))),
        words[PERMISSIONS[name].tokens],
      ]),
    )
  })
})

describe('a refusal', () => {
  it.each<[Role, Permission, string, string]>([
    [
      'READ_ONLY',
      'SEE_PROPOSALS',
      'Only developers and administrators see proposals',
      'Ask a developer or an administrator',
    ],
    [
      'DEVELOPER',
      'SEE_AUDIT',
      'Only administrators read, verify and export the audit',
      'Ask an administrator',
    ],
  ])('of %s to %s says who can', (role, permission, message, hint) => {
    expect(refusal(() => requireMay({ role }, permission))).toMatchObject({
      code: 'FORBIDDEN',
      message,
      hints: [hint],
    })
  })

  it('does not come where one of several is allowed', () => {
    expect(() =>
      requireMay({ role: 'DEVELOPER' }, 'APPLY_IN_PRODUCTION', 'APPLY_IN_DEVELOPMENT'),
    ).not.toThrow()
  })
})

describe('an API token', () => {
  const readOnly = { role: 'ADMIN' as const, through: { ...scope, readOnly: true } }
  const changing = { role: 'ADMIN' as const, through: scope }

  it('that only reads changes nothing', () => {
    const allowed = permissionsOf(readOnly)
    expect(allowed).toContain('SEE_AUDIT')
    expect(allowed).toContain('ASK')
    expect(allowed.filter(name => /MANAGE|APPROVE_|APPLY|PROPOSE|CHANGE|COMMENT|BREAK/.test(name))).toEqual(
      [],
    )
    expect(refusal(() => requireMay(readOnly, 'PROPOSE'))).toMatchObject({
      code: 'FORBIDDEN',
      message: expect.stringContaining('This API token only reads') as string,
    })
  })

  it.each<Permission>(['MANAGE_OWN_ACCOUNT', 'MANAGE_USERS', 'APPROVE_IN_PRODUCTION', 'BREAK_GLASS'])(
    'cannot do what takes a person: %s',
    permission => {
      expect(may({ role: 'ADMIN' }, permission)).toBe(true)
      expect(refusal(() => requireMay(changing, permission))).toMatchObject({
        code: 'FORBIDDEN',
        hints: ['Sign in as yourself to do that'],
      })
    },
  )

  it('for some connections reaches no others', () => {
    const some = { role: 'ADMIN' as const, through: { ...scope, connectionIds: ['a'] } }
    expect([
      mayReach(some, 'a'),
      mayReach(some, 'b'),
      mayReach(changing, 'b'),
      mayReach({ role: 'ADMIN' }, 'b'),
    ]).toEqual([true, false, true, true])
  })

  it.each<[Role, Role, Role]>([
    ['ADMIN', 'READ_ONLY', 'READ_ONLY'],
    ['READ_ONLY', 'ADMIN', 'READ_ONLY'],
    ['DEVELOPER', 'ADMIN', 'DEVELOPER'],
    ['ADMIN', 'ADMIN', 'ADMIN'],
  ])('of the role %s is, for an owner of the role %s, good for %s', (token, owner, role) => {
    expect(lesserRole(token, owner)).toBe(role)
  })
})
