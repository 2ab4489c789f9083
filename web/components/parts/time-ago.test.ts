import { describe, expect, it } from 'vitest'
import { timeAgo } from './time-ago.ts'

const NOW = Date.parse('2026-03-10T12:00:00Z')

describe('timeAgo', () => {
  it.each([
    ['2026-03-10T12:00:05Z', 'just now'],
    ['2026-03-10T11:59:01Z', 'just now'],
    ['2026-03-10T11:59:00Z', '1 minute ago'],
    ['2026-03-10T11:55:00Z', '5 minutes ago'],
    ['2026-03-10T11:00:00Z', '1 hour ago'],
    ['2026-03-09T13:00:00Z', '23 hours ago'],
    ['2026-03-08T11:00:00Z', '2 days ago'],
  ])('says %s as %s', (at, words) => expect(timeAgo(at, NOW)).toBe(words))
})
