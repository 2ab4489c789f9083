import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { ERROR_CODES } from './errors.ts'

const page = readFileSync(new URL('../docs/errors.md', import.meta.url), 'utf8')
const [table = ''] = page.split('## Notices')
/** The first cell of each row; some codes share one. */
const documented = table
  .split('\n')
  .filter(line => line.startsWith('| `'))
  .flatMap(line => [...(line.split(' | ')[0] ?? '').matchAll(/`([A-Z_]+)`/g)].map(([, code]) => code))

describe('the page of errors', () => {
  it('explains every code once and no other', () => {
    expect([...documented].sort()).toEqual([...ERROR_CODES].sort())
  })

  it('says of every code what happened and what to do', () => {
    const rows = table.split('\n').filter(line => line.startsWith('| `'))
    for (const row of rows)
      expect(
        row
          .split('|')
          .slice(1, -1)
          .filter(cell => cell.trim() === ''),
      ).toEqual([])
  })
})
