import { describe, expect, it } from 'vitest'
import { cellDetail, cellText, isNumeric } from './cell-text.ts'

describe('cellText', () => {
  it.each([
    ['keeps digits that a number would lose', '9007199254740993', '9007199254740993'],
    ['keeps trailing zeros of a decimal', '12.50', '12.50'],
    ['shows NULL as nothing', null, ''],
    ['shows false as a word', false, 'false'],
    ['shows zero', 0, '0'],
    ['writes JSON on one line', { a: [1, null] }, '{"a":[1,null]}'],
  ])('%s', (_, cell, text) => expect(cellText(cell)).toBe(text))
})

describe('cellDetail', () => {
  it.each([
    ['indents JSON', { a: 1 }, '{\n  "a": 1\n}'],
    ['indents JSON that came as text', '[1]', '[\n  1\n]'],
    ['leaves text alone that only looks like JSON', '[draft] order', '[draft] order'],
    ['leaves a number alone', '0042', '0042'],
  ])('%s', (_, cell, text) => expect(cellDetail(cell)).toBe(text))
})

describe('isNumeric', () => {
  it.each([
    'integer',
    'bigint',
    'smallint',
    'numeric',
    'numeric(10,2)',
    'double precision',
    'int unsigned',
    'decimal(5,0)',
  ])('puts %s to the right', type => expect(isNumeric(type)).toBe(true))
  it.each(['text', 'interval', 'integer[]', 'date', 'point', 'tinytext', 'jsonb'])(
    'leaves %s on the left',
    type => expect(isNumeric(type)).toBe(false),
  )
})
