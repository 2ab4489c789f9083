import { describe, expect, it } from 'vitest'
import { copyText } from './copy-text.ts'
import type { CopyCell } from './copy-text.ts'

const write = (rows: readonly (readonly CopyCell[])[]) => [...copyText(rows)].join('')

describe('the text of a COPY', () => {
  it.each([
    ['numbers and words', [1, 'Chai', 18.5], '1\tChai\t18.5\n'],
    ['null, apart from the empty text', [null, ''], '\\N\t\n'],
    ['letters with accents', ['Côte de Blaye'], 'Côte de Blaye\n'],
    ['a backslash', ['\\N'], '\\\\N\n'],
    ['a tab and line ends', ['a\tb\nc\rd'], 'a\\tb\\nc\\rd\n'],
  ])('holds %s', (_what, row, text) => {
    expect(write([row])).toBe(text)
  })

  it('is empty without rows', () => {
    expect([...copyText([])]).toEqual([])
  })

  it('comes in chunks of whole rows, and asks for no more rows than a chunk needs', () => {
    let asked = 0
    function* rows() {
      for (;;) {
        asked += 1
        yield [asked, 'x'.repeat(1000)]
      }
    }
    const first = copyText(rows()).next().value
    expect(asked).toBeLessThan(70)
    expect(first?.endsWith('x\n')).toBe(true)
  })
})
