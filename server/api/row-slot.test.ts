import { describe, expect, it } from 'vitest'
import { createRowSlots, spliceRows } from './row-slot.ts'

const ROWS = { count: 2, json: Buffer.from('[1,"ä$& $1 \\u0000"],[2,null]'), bytes: 31 }

describe('a row slot', () => {
  it('gives a placeholder that is replaced by the rows, wherever it was asked for', () => {
    const slot = createRowSlots()()
    const answer = { a: { rows: slot.hold(ROWS) }, b: slot.hold(ROWS) }
    const held = slot.take()
    if (!held) throw new Error('nothing was held')
    const rows = JSON.parse(`[${ROWS.json.toString()}]`) as unknown
    expect(JSON.parse(spliceRows(JSON.stringify(answer), held).toString())).toEqual({ a: { rows }, b: rows })
  })

  it('holds nothing when nobody asked, and nothing twice', () => {
    const slot = createRowSlots()()
    expect(slot.take()).toBeNull()
    slot.hold(ROWS)
    expect(slot.take()).not.toBeNull()
    expect(slot.take()).toBeNull()
  })

  it('gives each batch, each operation and each process a placeholder of its own', () => {
    const [one, other] = [createRowSlots(), createRowSlots()]
    const slots = [one(), one(), other()]
    const placeholders = slots.flatMap(slot => [slot.hold(ROWS), slot.hold({ ...ROWS })]).flat()
    expect(new Set(placeholders).size).toBe(6)
    for (const placeholder of placeholders) expect(placeholder).toMatch(/^rows-[0-9a-f]{32}-\d+$/)
  })

  it('does not look for a placeholder in rows', () => {
    const slot = createRowSlots()()
    slot.hold(ROWS)
    const held = slot.take()
    if (!held) throw new Error('nothing was held')
    const text = `["${held.placeholder}"]`
    expect(spliceRows(text, { ...held, json: Buffer.from(text) }).toString()).toBe(`[${text}]`)
  })
})
