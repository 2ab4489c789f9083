import { describe, expect, it } from 'vitest'
import { gridMove } from './grid-move.ts'

const SIZE = { rows: 200_000, columns: 5, pageRows: 20 }
const MIDDLE = { row: 100, column: 2 }

const press = (key: string, far = false, from = MIDDLE) =>
  gridMove(from, { key, ctrlKey: far, metaKey: false }, SIZE)

describe('gridMove', () => {
  it.each([
    ['ArrowUp', false, 99, 2],
    ['ArrowDown', false, 101, 2],
    ['ArrowLeft', false, 100, 1],
    ['ArrowRight', false, 100, 3],
    ['ArrowUp', true, 0, 2],
    ['ArrowDown', true, 199_999, 2],
    ['ArrowLeft', true, 100, 0],
    ['ArrowRight', true, 100, 4],
    ['Home', false, 100, 0],
    ['End', false, 100, 4],
    ['Home', true, 0, 0],
    ['End', true, 199_999, 4],
    ['PageUp', false, 80, 2],
    ['PageDown', false, 120, 2],
  ])('%s (with the command key: %s) goes to row %i, column %i', (key, far, row, column) =>
    expect(press(key, far)).toEqual({ row, column }),
  )

  it.each([
    ['ArrowUp', { row: 0, column: 0 }],
    ['ArrowLeft', { row: 0, column: 0 }],
    ['PageUp', { row: 3, column: 0 }],
  ])('stops at the edge on %s', (key, from) => expect(press(key, false, from)).toEqual({ row: 0, column: 0 }))

  it('leaves other keys to others', () => expect(press('x')).toBeNull())
})
