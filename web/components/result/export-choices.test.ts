import { describe, expect, it } from 'vitest'
import { EXPORT_CHOICES, exportHref, readRefusal } from './export-choices.ts'

const QUERY = { id: 'q1', sqlHash: 'abc' }

describe('the address of an export', () => {
  it.each([
    ['csv', false, '/exports/q1.csv?sqlHash=abc'],
    ['spreadsheet', false, '/exports/q1.csv?sqlHash=abc&formulas=guard'],
    ['json', false, '/exports/q1.json?sqlHash=abc'],
    ['ndjson', true, '/exports/q1.ndjson?sqlHash=abc&confirmed=true'],
  ] as const)('as %s (confirmed: %s) is %s', (choice, confirmed, href) => {
    expect(exportHref(QUERY, choice, confirmed)).toBe(href)
  })

  it('is another one for every choice', () => {
    const hrefs = EXPORT_CHOICES.map(({ choice }) => exportHref(QUERY, choice, false))
    expect(new Set(hrefs).size).toBe(EXPORT_CHOICES.length)
  })
})

describe('a page instead of a file', () => {
  it('says what is wrong, what to do, and the code', () => {
    expect(readRefusal('You are too early\nWait\nOr go\nEXPORT_TOO_MANY')).toMatchObject({
      ...{ message: 'You are too early', hints: ['Wait', 'Or go'], code: 'EXPORT_TOO_MANY' },
    })
  })

  it('need not have hints', () => {
    expect(readRefusal('No\nNOT_FOUND\n')).toMatchObject({ message: 'No', hints: [], code: 'NOT_FOUND' })
  })
})
