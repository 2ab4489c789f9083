import { describe, expect, it } from 'vitest'
import { detailSummary } from './detail-summary.ts'

describe('the summary of a detail', () => {
  it.each([
    ['{"followsUpId":null,"text":"Show me\\nall customers"}', 'Show me all customers'],
    ['{"queryId":"q","sql":"SELECT 1","sqlHash":"f"}', 'SELECT 1'],
    ['{"code":"GUARD_REFUSED","queryId":"q"}', 'GUARD_REFUSED'],
    ['{"durationMs":9,"rowCount":1200,"state":"COMPLETED"}', '1,200 rows'],
    ['{}', ''],
    ['no JSON', ''],
    ['null', ''],
  ])('of %s is "%s"', (detail, summary) => {
    expect(detailSummary(detail)).toBe(summary)
  })
})
