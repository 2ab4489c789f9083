import { describe, expect, it } from 'vitest'
import { toWkt } from './geometry-text.ts'

const SRID = '00000000'
const POINT = '0101000000000000000000f03f0000000000000040'
const bytes = (hex: string) => Buffer.from(hex, 'hex')

describe('the text of a geometry', () => {
  it('shows a collection inside of a collection', () => {
    const inner = `010700000001000000${POINT}`
    expect(toWkt(bytes(`${SRID}010700000001000000${inner}`))).toBe(
      'GEOMETRYCOLLECTION(GEOMETRYCOLLECTION(POINT(1 2)))',
    )
  })

  it.each([
    ['nothing', ''],
    ['an SRID alone', SRID],
    ['half a point', SRID + POINT.slice(0, 30)],
    ['two points', SRID + POINT + POINT],
    ['a kind that we do not know', `${SRID}0163000000`],
    ['the high byte first', `${SRID}00${POINT.slice(2)}`],
    ['more points than bytes', `${SRID}0102000000ffffffff`],
    ['collections without an end', SRID + '010700000001000000'.repeat(1000)],
  ])('is refused for %s', (_, hex) => {
    expect(() => toWkt(bytes(hex))).toThrow(RangeError)
  })
})
