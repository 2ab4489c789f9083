import { expect, it } from 'vitest'
import { readWords } from './read-words.ts'

const read = (text: string) => readWords(text).map(({ kind, text: word }) => `${kind}:${word}`)

it.each([
  ['Show me all!', ['word:Show', 'word:me', 'word:all', 'mark:!']],
  ['unit_price well-known', ['word:unit', 'word:price', 'word:well', 'word:known']],
  ['over $1,000.50', ['word:over', 'number:$1,000.50']],
  ['between -5 and 3D', ['word:between', 'number:-5', 'word:and', 'word:3D']],
  ['a >= 5', ['word:a', 'mark:>=', 'number:5']],
  ['named "São Paulo"', ['word:named', 'quoted:São Paulo']],
  ["named 'Queen’s Park'", ['word:named', 'quoted:Queen’s Park']],
  ['‘Smith’ and “Jones”', ['quoted:Smith', 'word:and', 'quoted:Jones']],
  ["O'Brien's name", ["word:O'Brien", "mark:'s", 'word:name']],
  ["what's", ['word:what', "mark:'s"]],
  ['日本 の café', ['word:日本', 'word:の', 'word:café']],
])('reads %j', (text, words) => {
  expect(read(text)).toEqual(words)
})

it('gives the place of each word, quotes included', () => {
  expect(readWords('in "New York"').map(({ start, end }) => [start, end])).toEqual([
    [0, 2],
    [3, 13],
  ])
})
