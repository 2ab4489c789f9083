import { describe, expect, it } from 'vitest'
import type { ColumnRef, ValueSampling } from '../domain.ts'
import { AppError } from '../errors.ts'
import { mayShowValues, validateSampling } from './validate-sampling.ts'

const column = (name: string): ColumnRef => ({ schema: 'public', table: 'customers', column: name })
const sampling = (more: Partial<ValueSampling> = {}): ValueSampling => ({
  enabled: true,
  never: [],
  always: [],
  ...more,
})

describe('a choice of sampled columns', () => {
  it('keeps each column once', () => {
    const twice = sampling({ never: [column('city'), column('city')], always: [column('email')] })
    expect(validateSampling(twice)).toEqual(sampling({ never: [column('city')], always: [column('email')] }))
  })

  it.each<[string, ValueSampling, string]>([
    ['a column without a table', sampling({ never: [{ ...column('a'), table: '' }] }), 'never.0'],
    ['a name of 129 characters', sampling({ always: [column('x'.repeat(129))] }), 'always.0'],
    ['a name with a NUL', sampling({ always: [column('a'), column('\0')] }), 'always.1'],
    [
      'a column in both lists',
      sampling({ never: [column('a')], always: [column('b'), column('a')] }),
      'always.1',
    ],
    ['1,001 columns', sampling({ never: Array.from({ length: 1001 }, (_, i) => column(`c${i}`)) }), 'never'],
  ])('is refused with %s', (_, given, field) => {
    expect(() => validateSampling(given)).toThrow(AppError)
    expect(() => validateSampling(given)).toThrow(
      expect.objectContaining({
        code: 'INPUT_INVALID',
        fields: [{ field, message: expect.any(String) as string }],
      }) as Error,
    )
  })

  it.each<[string, ValueSampling, boolean]>([
    ['shows', sampling(), true],
    ['shows other columns than those that are left out', sampling({ never: [column('name')] }), true],
    ['hides what is left out', sampling({ never: [column('city')] }), false],
    [
      'hides everything when it is switched off',
      sampling({ enabled: false, always: [column('city')] }),
      false,
    ],
  ])('%s', (_, given, shown) => {
    expect(mayShowValues(given, column('city'))).toBe(shown)
  })
})
