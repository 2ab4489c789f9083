import { describe, expect, it } from 'vitest'
import { serializeRows } from './serialize-rows.ts'

describe('serializeRows', () => {
  it('keeps a cell of a TSV in its cell, whatever it holds', () =>
    expect(serializeRows('tsv', ['a', 'b'], [['x\ty\nz', null]])).toBe('a\tb\nx y z\t'))

  it('quotes what RFC 4180 wants quoted and nothing else', () =>
    expect(serializeRows('csv', ['a', 'b'], [['Say "hi", you', 'plain']])).toBe(
      'a,b\r\n"Say ""hi"", you",plain',
    ))

  it('keeps both of two columns with one name in JSON', () =>
    expect(JSON.parse(serializeRows('json', ['id', 'id'], [[1, 2]]))).toEqual([{ id: 1, id_2: 2 }]))

  it('tells NULL from an empty text in JSON', () =>
    expect(JSON.parse(serializeRows('json', ['a', 'b'], [[null, '']]))).toEqual([{ a: null, b: '' }]))
})
