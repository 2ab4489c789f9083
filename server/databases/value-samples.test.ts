import { describe, expect, it } from 'vitest'
import type { ColumnRef } from '../domain.ts'
import { createValueSamples } from './value-samples.ts'

const MINUTE_MS = 60_000
const column = (name: string): ColumnRef => ({ schema: 'public', table: 'customers', column: name })

/** A database of which the column `closed` cannot be read, and a clock that is set. */
function setUp() {
  const asked: string[][] = []
  let at = 0
  let isDown = false
  const samples = createValueSamples(
    {
      readValues({ columns }) {
        asked.push(columns.map(ref => ref.column))
        if (isDown) return Promise.reject(new Error('down'))
        const read = columns.filter(ref => ref.column !== 'closed')
        return Promise.resolve(read.map(ref => ({ ...ref, values: ['Berlin'], complete: true })))
      },
    },
    () => new Date(at),
  )
  return {
    samples,
    asked,
    pass: (ms: number) => void (at += ms),
    break: (down: boolean) => void (isDown = down),
  }
}

describe('value samples', () => {
  it('are read once for each column, by whoever needs it first', async () => {
    const { samples, asked } = setUp()
    await Promise.all([samples.of([column('city')]), samples.of([column('city'), column('country')])])
    expect(asked).toEqual([['city'], ['country']])
    expect((await samples.of([column('country')])).map(sample => sample.column)).toEqual(['country'])
    expect(samples.known().map(sample => sample.column)).toEqual(['city', 'country'])
  })

  it('tell when they were read, and are read again after an hour', async () => {
    const { samples, asked, pass } = setUp()
    pass(MINUTE_MS)
    expect(await samples.of([column('city')])).toEqual([
      { ...column('city'), values: ['Berlin'], complete: true, readAt: new Date(MINUTE_MS) },
    ])
    pass(60 * MINUTE_MS - 1)
    await samples.of([column('city')])
    expect(asked).toHaveLength(1)
    pass(1)
    await samples.of([column('city')])
    expect(asked).toHaveLength(2)
  })

  it('leave a column that gives nothing alone for five minutes', async () => {
    const { samples, asked, pass } = setUp()
    expect(await samples.of([column('closed')])).toEqual([])
    await samples.of([column('closed')])
    expect(asked).toHaveLength(1)
    pass(5 * MINUTE_MS)
    await samples.of([column('closed')])
    expect(asked).toHaveLength(2)
  })

  it('are tried again at once after a failure, and can be forgotten', async () => {
    const test = setUp()
    test.break(true)
    await expect(test.samples.of([column('city')])).rejects.toThrow('down')
    test.break(false)
    await test.samples.of([column('city')])
    test.samples.forget()
    expect(test.samples.known()).toEqual([])
    await test.samples.of([column('city')])
    expect(test.asked).toHaveLength(3)
  })
})
