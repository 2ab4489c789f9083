import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Cell } from '../domain.ts'
import { addDecimals, compareDecimals, parseDecimal, showDecimal, ZERO } from './decimal.ts'

const show = (cell: Cell) => {
  const decimal = parseDecimal(cell)
  return decimal && showDecimal(decimal)
}

describe('showing a number', () => {
  it.each<[Cell, string]>([
    [0, '0'],
    [830, '830'],
    [1234567, '1,234,567'],
    [-1234, '-1,234'],
    ['18.00', '18'],
    ['18.50', '18.50'],
    ['21.5', '21.5'],
    ['21.5000', '21.50'],
    ['28.8663636363636364', '28.87'],
    ['1265793.0395', '1,265,793.04'],
    ['0.005', '0.005'],
    ['0.00012345', '0.000123'],
    ['0.10', '0.10'],
    ['1.005', '1.01'],
    ['-1.005', '-1.01'],
    ['999.999', '1,000'],
    ['9007199254740993', '9,007,199,254,740,993'],
    ['123456789012345678901234567890.12', '123,456,789,012,345,678,901,234,567,890.12'],
    [1e21, '1,000,000,000,000,000,000,000'],
    [1.5e-7, '0.00000015'],
    [0.1 + 0.2, '0.30'],
    ['+7', '7'],
    ['-0', '0'],
  ])('%s as %s', (cell, shown) => {
    expect(show(cell)).toBe(shown)
  })

  it.each<Cell>([
    '',
    'NaN',
    'Infinity',
    '-Infinity',
    '$1.00',
    '1,000',
    '0x10',
    '1e9999',
    ' 1',
    null,
    true,
    [1],
    '.',
  ])('knows that %j is none', cell => {
    expect(parseDecimal(cell)).toBeNull()
  })
})

describe('reckoning', () => {
  it('adds decimals exactly', () => {
    const sum = ['0.1', '0.2', '100', '-0.05'].reduce(
      (total, text) => addDecimals(total, parseDecimal(text) ?? ZERO),
      ZERO,
    )
    expect(showDecimal(sum)).toBe('100.25')
  })

  it('agrees with integers', () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.bigInt(), (a, b) => {
        const [x, y] = [
          { units: a, scale: 0 },
          { units: b * 100n, scale: 2 },
        ]
        expect(addDecimals(x, y)).toEqual({ units: (a + b) * 100n, scale: 2 })
        expect(Math.sign(compareDecimals(x, y))).toBe(a < b ? -1 : a > b ? 1 : 0)
      }),
    )
  })
})
