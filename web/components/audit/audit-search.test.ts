import { describe, expect, it } from 'vitest'
import { auditPath, exportPath, filterOf, groupsOf, isFiltered, readAuditSearch } from './audit-search.ts'

const read = (text: string) => readAuditSearch(new URLSearchParams(text))

describe('the search of the audit', () => {
  it('is what stands in the address, and stands there again', () => {
    const search = read('words=customers&who=u1&what=run&on=c1&result=FAILED&from=2026-03-01&to=2026-03-02')
    expect(filterOf(search)).toEqual({
      ...{ search: 'customers', actorId: 'u1', action: 'run', connectionId: 'c1', result: 'FAILED' },
      ...{ since: '2026-03-01T00:00:00.000Z', until: '2026-03-02T23:59:59.999Z' },
    })
    expect(read(auditPath(search).split('?')[1] ?? '')).toEqual(search)
  })

  it('leaves out what it does not know', () => {
    expect(isFiltered(read('result=OTHER&from=yesterday&words=+'))).toBe(false)
    expect(auditPath(read(''))).toBe('/audit')
  })

  it('is that of the file, too', () => {
    expect(exportPath(read('words=a+b&result=DONE'), 'csv')).toBe(
      '/exports/audit/events.csv?result=DONE&search=a+b',
    )
    expect(exportPath(read(''), 'jsonl')).toBe('/exports/audit/events.jsonl')
  })
})

describe('actions', () => {
  it('are listed by what they are about', () => {
    expect(groupsOf(['run.finished', 'run.started', 'keys.rotated'])).toEqual([
      { group: 'run', actions: ['run.finished', 'run.started'] },
      { group: 'keys', actions: ['keys.rotated'] },
    ])
  })
})
