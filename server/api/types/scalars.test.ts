import { describe, expect, it } from 'vitest'
import { DateTimeScalar } from './scalars.ts'

describe('an instant', () => {
  it.each(['2026-03-01T10:00:00Z', '2026-03-01T10:00:00.000Z', '2026-03-01T11:00+01:00'])(
    'is read from %s',
    text => {
      expect(DateTimeScalar.parseValue(text)).toEqual(new Date('2026-03-01T10:00:00Z'))
    },
  )

  it.each(['yesterday', '2026-03-01', '2026-03-01T10:00:00', '2026-13-01T10:00:00Z', 1_772_359_200_000])(
    'is not read from %s',
    value => {
      expect(() => DateTimeScalar.parseValue(value)).toThrow('An instant is written as')
    },
  )

  it('is written in UTC', () => {
    expect(DateTimeScalar.serialize(new Date('2026-03-01T11:00+01:00'))).toBe('2026-03-01T10:00:00.000Z')
  })
})
