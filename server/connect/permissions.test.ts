import { describe, expect, it } from 'vitest'
import type { Environment, Role } from '../domain.ts'
import { mayManage, requireMayInspect, requireMayManage, requireMayTrust } from './permissions.ts'

describe('managing connections', () => {
  it.each<[Role, Environment, boolean]>([
    ['READ_ONLY', 'DEVELOPMENT', false],
    ['READ_ONLY', 'PRODUCTION', false],
    ['DEVELOPER', 'DEVELOPMENT', true],
    ['DEVELOPER', 'PRODUCTION', false],
    ['ADMIN', 'DEVELOPMENT', true],
    ['ADMIN', 'PRODUCTION', true],
  ])('by %s in %s is allowed: %s', (role, environment, allowed) => {
    expect(mayManage(role, environment)).toBe(allowed)
    const act = () => requireMayManage(role, [environment])
    if (allowed) expect(act).not.toThrow()
    else
      expect(act).toThrow(
        expect.objectContaining({ code: 'FORBIDDEN', hints: [expect.any(String)] }) as Error,
      )
  })

  it.each<[Environment, Environment]>([
    ['DEVELOPMENT', 'PRODUCTION'],
    ['PRODUCTION', 'DEVELOPMENT'],
  ])('from %s to %s is for administrators only', (before, after) => {
    expect(() => requireMayManage('DEVELOPER', [before, after])).toThrow('Only administrators')
    expect(() => requireMayManage('ADMIN', [before, after])).not.toThrow()
  })
})

describe('listing functions that queries may call', () => {
  it.each(['READ_ONLY', 'DEVELOPER'] as const)('is refused to %s, with who can', role => {
    expect(() => requireMayTrust(role)).toThrow(
      expect.objectContaining({
        code: 'FORBIDDEN',
        hints: [expect.stringContaining('administrator')],
      }) as Error,
    )
  })

  it('is for administrators', () => {
    expect(() => requireMayTrust('ADMIN')).not.toThrow()
  })
})

describe('inspecting connections', () => {
  it('is for developers and administrators', () => {
    expect(() => requireMayInspect('READ_ONLY')).toThrow(
      expect.objectContaining({ code: 'FORBIDDEN' }) as Error,
    )
    for (const role of ['DEVELOPER', 'ADMIN'] as const) expect(() => requireMayInspect(role)).not.toThrow()
  })
})
