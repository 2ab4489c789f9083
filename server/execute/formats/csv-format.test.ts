import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeRows } from '../../../tests/fixtures/encoded-rows.ts'
import { readCsv } from '../../../tests/fixtures/read-csv.ts'
import type { Row } from '../../domain.ts'
import { createCsvWriter } from './csv-format.ts'
import type { CsvSettings } from './export-format.ts'

const PLAIN: CsvSettings = { nullText: '', guardFormulas: false }

const columnsOf = (names: readonly string[]) => names.map(name => ({ name, type: 'text', nullable: null }))

function fileOf(names: readonly string[], rows: readonly Row[], settings = PLAIN): string {
  const writer = createCsvWriter(columnsOf(names), settings)
  return writer.begin() + writer.rows(encodeRows(rows).json.toString()) + writer.end()
}

/** Of one cell, as it stands in the file. */
function cellOf(cell: Row[number], settings = PLAIN): string {
  const lines = fileOf(['c'], [[cell]], settings)
  return lines.slice('c\r\n'.length, -'\r\n'.length)
}

const anyText = fc.string({ unit: 'binary' })

describe('CSV', () => {
  it('is read back by the rules of RFC 4180, NULL apart from empty', () => {
    const cell = fc.option(anyText)
    const table = fc
      .integer({ min: 1, max: 5 })
      .chain(width =>
        fc.tuple(
          fc.array(anyText, { minLength: width, maxLength: width }),
          fc.array(fc.array(cell, { minLength: width, maxLength: width })),
        ),
      )
    fc.assert(
      fc.property(table, fc.constantFrom('', 'NULL', '\\N'), ([names, rows], nullText) => {
        const [header, ...lines] = readCsv(fileOf(names, rows, { ...PLAIN, nullText }))
        expect(header?.map(({ text }) => text)).toEqual(names)
        expect(
          lines.map(line => line.map(({ text, quoted }) => (text === nullText && !quoted ? null : text))),
        ).toEqual(rows)
      }),
    )
  })

  it('has a header and nothing else where there is no row', () => {
    expect(fileOf(['id', 'what, else', 'a "b"'], [])).toBe('id,"what, else","a ""b"""\r\n')
  })

  it.each<[string, Row[number], string]>([
    ['a number', 12.5, '12.5'],
    ['a boolean', true, 'true'],
    ['a number that no double holds', '12345678901234567890.10', '12345678901234567890.10'],
    ['a list', [1, null, 'a'], '"[1,null,""a""]"'],
    ['JSON', { a: 'b "c"' }, String.raw`"{""a"":""b \""c\""""}"`],
    ['a list with one number', [1], '[1]'],
    ['text with escapes', 'tab\tand ü🙂', 'tab\tand ü🙂'],
    ['a line break', 'two\nlines', '"two\nlines"'],
    ['the text null', 'null', 'null'],
  ])('writes %s', (_, cell, text) => {
    expect(cellOf(cell)).toBe(text)
  })

  it.each<[string, string, Row[number], string]>([
    ['NULL as nothing', '', null, ''],
    ['an empty text in quotes', '', '', '""'],
    ['NULL as a word', 'NULL', null, 'NULL'],
    ['an empty text as nothing', 'NULL', '', ''],
    ['the same word as a text in quotes', 'NULL', 'NULL', '"NULL"'],
    ['a number that looks like the word in quotes', '0', 0, '"0"'],
  ])('writes %s where NULL is %j', (_, nullText, cell, text) => {
    expect(cellOf(cell, { ...PLAIN, nullText })).toBe(text)
  })

  it('quotes a column that is named like NULL', () => {
    expect(fileOf(['', 'NULL'], [], { ...PLAIN, nullText: 'NULL' })).toBe(',"NULL"\r\n')
  })
})

describe('the guard against formulas', () => {
  const GUARDED: CsvSettings = { ...PLAIN, guardFormulas: true }

  it.each([
    '=1+1',
    '+1-555-0100',
    '-2+3',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '\n=1',
    '＝1+1',
    '-',
    '-infinity',
    '-1 day',
  ])('puts an apostrophe before %j', text => {
    expect(readCsv(fileOf(['c'], [[text]], GUARDED))[1]).toMatchObject([{ text: `'${text}` }])
    expect(readCsv(fileOf(['c'], [[text]]))[1]).toMatchObject([{ text }])
  })

  it.each(['-12.50', '+3', '-1e-7', '-.5', '-5.', '12345678901234567890', 'a=b', '(=1)', ' =1', ''])(
    'leaves %j as it is',
    text => {
      expect(readCsv(fileOf(['c'], [[text]], GUARDED))[1]).toMatchObject([{ text }])
    },
  )

  it('leaves numbers and NULL, and looks at names of columns too', () => {
    expect(fileOf(['=cmd'], [[-1.5], [null]], { ...GUARDED, nullText: '-' })).toBe("'=cmd\r\n-1.5\r\n-\r\n")
  })

  it('quotes after it has guarded', () => {
    expect(cellOf('=HYPERLINK("a","b")', GUARDED)).toBe(`"'=HYPERLINK(""a"",""b"")"`)
  })
})
