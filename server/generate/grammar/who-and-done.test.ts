import { describe, expect, it } from 'vitest'
import { ask, sqlOf } from './ask.fixture.ts'
import { gym, workshop } from './catalogs.fixture.ts'

describe('people that no word names', () => {
  it.each([
    ['list everyone in Oslo', "SELECT * FROM members WHERE town = 'Oslo'"],
    [
      'Who paid fees in 2025?',
      "SELECT members.* FROM members WHERE EXISTS (SELECT 1 FROM fees WHERE fees.member_id = members.member_id AND fees.paid_on >= '2025-01-01' AND fees.paid_on < '2026-01-01')",
    ],
    [
      'Who has the most injuries?',
      'SELECT members.member_id, members.first_name, members.last_name, COUNT(DISTINCT injuries.injury_id) AS injury_count FROM members JOIN member_injuries ON member_injuries.member_id = members.member_id JOIN injuries ON injuries.injury_id = member_injuries.injury_id GROUP BY members.member_id, members.first_name, members.last_name ORDER BY injury_count DESC LIMIT 1',
    ],
    [
      'Who has both sprain and fracture?',
      "SELECT members.* FROM members WHERE EXISTS (SELECT 1 FROM member_injuries JOIN injuries ON injuries.injury_id = member_injuries.injury_id WHERE member_injuries.member_id = members.member_id AND injuries.description = 'Sprain') AND EXISTS (SELECT 1 FROM member_injuries AS member_injuries_2 JOIN injuries AS injuries_2 ON injuries_2.injury_id = member_injuries_2.injury_id WHERE member_injuries_2.member_id = members.member_id AND injuries_2.description = 'Fracture')",
    ],
  ])('%s', (question, sql) => {
    expect(sqlOf(gym, question)).toBe(sql)
  })
})

describe('what has been done', () => {
  it.each([
    ['fees that have been paid', 'SELECT * FROM fees WHERE paid_on IS NOT NULL'],
    ['fees that have not been paid', 'SELECT * FROM fees WHERE paid_on IS NULL'],
    ['how many fees were paid?', 'SELECT COUNT(*) AS fee_count FROM fees WHERE paid_on IS NOT NULL'],
    ['lessons that have ended', 'SELECT * FROM lessons WHERE ended_on IS NOT NULL'],
    [
      'members whose fees have been paid',
      'SELECT members.* FROM members WHERE EXISTS (SELECT 1 FROM fees WHERE fees.member_id = members.member_id AND fees.paid_on IS NOT NULL)',
    ],
    ['ended lessons', 'SELECT * FROM lessons WHERE ended_on IS NOT NULL'],
    ['paid fees', 'SELECT * FROM fees WHERE paid_on IS NOT NULL'],
  ])('%s', (question, sql) => {
    expect(sqlOf(gym, question)).toBe(sql)
  })
})

describe('when something was done', () => {
  it.each([
    [
      'how many members paid in May 2025?',
      "SELECT COUNT(*) AS member_count FROM members WHERE EXISTS (SELECT 1 FROM fees WHERE fees.member_id = members.member_id AND fees.paid_on >= '2025-05-01' AND fees.paid_on < '2025-06-01')",
    ],
  ])('%s', (question, sql) => {
    expect(sqlOf(gym, question)).toBe(sql)
  })
})

describe('what is so', () => {
  it.each([
    ['Which members are active?', 'SELECT * FROM members WHERE is_active'],
    ['vouchers still open', "SELECT * FROM vouchers WHERE voucher_status = 'open'"],
  ])('%s', (question, sql) => {
    expect(sqlOf(gym, question)).toBe(sql)
  })
})

describe('what is not told', () => {
  it.each(['lessons that were inspected', 'Which fees have been reviewed?'])('%s', question => {
    expect(ask(gym, question).kind).toBe('declined')
  })
})

describe('those above', () => {
  it.each([
    [
      'Who reports to Ada Holm?',
      "SELECT mechanics.* FROM mechanics JOIN mechanics AS mechanics_2 ON mechanics_2.mechanic_id = mechanics.manager_id WHERE lower(mechanics_2.full_name) = lower('Ada Holm')",
    ],
    [
      'mechanics who earn more than their manager',
      'SELECT mechanics.* FROM mechanics JOIN mechanics AS mechanics_2 ON mechanics_2.mechanic_id = mechanics.manager_id WHERE mechanics.wage > mechanics_2.wage',
    ],
  ])('%s', (question, sql) => {
    expect(sqlOf(workshop, question)).toBe(sql)
  })
})
