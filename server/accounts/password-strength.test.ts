import { describe, expect, it } from 'vitest'
import { AppError } from '../errors.ts'
import { requireStrongPassword } from './password-strength.ts'

const OWN = ['ada.lovelace@example.com', 'Ada Lovelace']

async function refusalOf(password: string): Promise<AppError | null> {
  try {
    await requireStrongPassword(password, OWN)
    return null
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
}

describe('a new password', () => {
  it.each([
    ['short', 'x9$Kq2!vB'],
    ['leaked', 'password123'],
    ['leaked, with a capital letter and a mark', 'Password123!'],
    ['a row of keys', 'qwertyuiop[]'],
    ['one character again and again', 'aaaaaaaaaaaaaaaa'],
    ['a repeated word', 'hunter2hunter2'],
    ['their e-mail address', 'ada.lovelace@example.com'],
    ['their name and a year', 'lovelace2026'],
    ['ours', 'lovabledatabases'],
    ['longer than is read', 'x'.repeat(1025)],
  ])('that is %s is refused with words that help', async (_, password) => {
    const refusal = await refusalOf(password)
    expect(refusal).toMatchObject({ code: 'ACCOUNTS_PASSWORD_REFUSED', fields: [{ field: 'password' }] })
    expect(refusal?.hints.at(-1)).toBe('Take four or five words that do not belong together')
    expect(JSON.stringify(refusal)).not.toContain(password)
  })

  it.each(['violet tractor ninety three', 'Tr0ub4dour&3-x', 'xK9$fq2!vBmW'])(
    'such as %s is taken',
    async password => {
      expect(await refusalOf(password)).toBeNull()
    },
  )
})
