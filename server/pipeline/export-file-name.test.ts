import { describe, expect, it } from 'vitest'
import { exportFileName } from './export-file-name.ts'

describe('the name of an exported file', () => {
  it.each([
    ['How many orders are there per country?', 'how-many-orders-are-there-per-country.csv'],
    ['Umsätze in Köln — 2024/25', 'umsätze-in-köln-2024-25.csv'],
    ['顧客の一覧', '顧客の一覧.csv'],
    ['../../etc/passwd', 'etc-passwd.csv'],
    ['a"b\r\nc;d', 'a-b-c-d.csv'],
    ['…', 'result.csv'],
    ['', 'result.csv'],
  ])('of %j is %j', (question, name) => {
    expect(exportFileName(question, 'csv')).toBe(name)
  })

  it('ends before it is too long for a file system, between characters', () => {
    for (const character of ['a', 'é', '顧', '𠀀']) {
      const name = exportFileName(`${character.repeat(9)} `.repeat(50), 'ndjson')
      expect(Buffer.byteLength(name)).toBeLessThan(255)
      expect([...name.slice(0, -'.ndjson'.length)]).toHaveLength(59)
      expect(name.replaceAll(character, '')).toBe('-----.ndjson')
    }
  })
})
