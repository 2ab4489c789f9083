import { describe, expect, it } from 'vitest'
import { newUserOf } from './new-user.ts'

const of = (profile: { name?: string; verifiedEmail: string | null }, emailDomains: string[] = []) =>
  newUserOf({ subject: '1', name: 'Ada', ...profile }, { id: 'u', createdAt: new Date(0), emailDomains })

describe('somebody who comes for the first time', () => {
  it('reads, whatever the provider says of them', () => {
    expect(of({ verifiedEmail: 'ada@example.com' })).toEqual({
      id: 'u',
      email: 'ada@example.com',
      name: 'Ada',
      role: 'READ_ONLY',
      createdAt: new Date(0),
    })
  })

  it.each([
    null,
    '',
    'ada',
    'a b@example.com',
    'ada@example.com\n',
    'ada@a@b',
    `${'a'.repeat(65)}@example.com`,
  ])('does not get in with the address %j', verifiedEmail => {
    expect(() => of({ verifiedEmail })).toThrow(expect.objectContaining({ code: 'OAUTH_EMAIL_UNVERIFIED' }))
  })

  it('is of an admitted domain, not of one that only ends like it', () => {
    expect(of({ verifiedEmail: 'ada@EXAMPLE.com' }, ['example.com']).email).toBe('ada@EXAMPLE.com')
    for (const verifiedEmail of ['ada@sub.example.com', 'ada@evilexample.com', 'ada@example.com.evil'])
      expect(() => of({ verifiedEmail }, ['example.com'])).toThrow(
        expect.objectContaining({ code: 'OAUTH_NOT_ADMITTED' }),
      )
  })

  it('has a name that shows nothing odd', () => {
    expect(of({ name: ' A\u0000d\u202ea ', verifiedEmail: 'ada@example.com' }).name).toBe('Ada')
    expect(of({ name: '\u200b', verifiedEmail: 'ada@example.com' }).name).toBe('ada@example.com')
    expect(of({ name: 'x'.repeat(500), verifiedEmail: 'ada@example.com' }).name).toHaveLength(100)
  })
})
