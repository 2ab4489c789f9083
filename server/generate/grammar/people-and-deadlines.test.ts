import { describe, expect, it } from 'vitest'
import { ask, sqlOf } from './ask.fixture.ts'
import { gym } from './catalogs.fixture.ts'

describe('words that deny by how they begin', () => {
  it.each([
    ['unpaid fees', 'SELECT * FROM fees WHERE paid_on IS NULL'],
    [
      'how many inactive members are there?',
      'SELECT COUNT(*) AS member_count FROM members WHERE NOT is_active',
    ],
  ])('%s', (question, sql) => {
    expect(sqlOf(gym, question)).toBe(sql)
  })
})

describe('when something was due and when it was done', () => {
  it.each([
    ['late fees', 'SELECT * FROM fees WHERE paid_on > due_on'],
    ['fees paid on time', 'SELECT * FROM fees WHERE paid_on <= due_on'],
    [
      'What percentage of fees was paid late?',
      'SELECT 100.0 * SUM(CASE WHEN paid_on > due_on THEN 1 ELSE 0 END) / NULLIF(COUNT(*), 0) AS percentage FROM fees',
    ],
    [
      'members with overdue fees',
      "SELECT members.* FROM members WHERE EXISTS (SELECT 1 FROM fees WHERE fees.member_id = members.member_id AND fees.due_on < relative_date(0, 'day', 'day') AND fees.paid_on IS NULL)",
    ],
    [
      'total amount of overdue fees',
      "SELECT SUM(amount) AS total_amount FROM fees WHERE due_on < relative_date(0, 'day', 'day') AND paid_on IS NULL",
    ],
  ])('%s', (question, sql) => {
    expect(sqlOf(gym, question)).toBe(sql)
  })
})

describe('ages, where only the day of birth is told', () => {
  it.each([
    ['members older than 60', "SELECT * FROM members WHERE birth_date < relative_date(-60, 'year', 'day')"],
    [
      'members under 18 years of age',
      "SELECT * FROM members WHERE birth_date >= relative_date(-18, 'year', 'day')",
    ],
  ])('%s', (question, sql) => {
    expect(sqlOf(gym, question)).toBe(sql)
  })
})

describe('what codes and codes of gender stand for', () => {
  it.each([
    ['female members in Oslo', "SELECT * FROM members WHERE gender = 'F' AND town = 'Oslo'"],
    [
      'members with both sprain and fracture',
      "SELECT members.* FROM members WHERE EXISTS (SELECT 1 FROM member_injuries JOIN injuries ON injuries.injury_id = member_injuries.injury_id WHERE member_injuries.member_id = members.member_id AND injuries.description = 'Sprain') AND EXISTS (SELECT 1 FROM member_injuries AS member_injuries_2 JOIN injuries AS injuries_2 ON injuries_2.injury_id = member_injuries_2.injury_id WHERE member_injuries_2.member_id = members.member_id AND injuries_2.description = 'Fracture')",
    ],
    [
      'members with elbow',
      "SELECT members.* FROM members WHERE EXISTS (SELECT 1 FROM member_injuries JOIN injuries ON injuries.injury_id = member_injuries.injury_id WHERE member_injuries.member_id = members.member_id AND injuries.description ilike '%elbow%')",
    ],
    [
      'most common injury',
      'SELECT injuries.injury_id, injuries.description, COUNT(*) AS member_injury_count FROM injuries JOIN member_injuries ON member_injuries.injury_id = injuries.injury_id GROUP BY injuries.injury_id, injuries.description ORDER BY member_injury_count DESC LIMIT 1',
    ],
  ])('%s', (question, sql) => {
    expect(sqlOf(gym, question)).toBe(sql)
  })
})

describe('names of people, which are not read ahead', () => {
  it.each([
    [
      'lessons of coach Ida Holm',
      "SELECT lessons.* FROM lessons JOIN coaches ON coaches.coach_id = lessons.coach_id WHERE lower(coaches.first_name) = lower('Ida') AND lower(coaches.last_name) = lower('Holm')",
    ],
    [
      'Which lessons were given to Ida Holm?',
      "SELECT lessons.* FROM lessons JOIN members ON members.member_id = lessons.member_id WHERE lower(members.first_name) = lower('Ida') AND lower(members.last_name) = lower('Holm')",
    ],
    [
      'Which members did Ida Holm train?',
      "SELECT members.* FROM members WHERE EXISTS (SELECT 1 FROM lessons JOIN coaches ON coaches.coach_id = lessons.coach_id WHERE lessons.member_id = members.member_id AND lower(coaches.first_name) = lower('Ida') AND lower(coaches.last_name) = lower('Holm'))",
    ],
  ])('%s', (question, sql) => {
    expect(sqlOf(gym, question)).toBe(sql)
  })
})

describe('the time that is meant', () => {
  it.each([
    [
      'lessons per coach in 2025',
      "SELECT coaches.coach_id, coaches.first_name, coaches.last_name, COUNT(*) AS lesson_count FROM lessons JOIN coaches ON coaches.coach_id = lessons.coach_id WHERE lessons.given_on >= '2025-01-01' AND lessons.given_on < '2026-01-01' GROUP BY coaches.coach_id, coaches.first_name, coaches.last_name",
    ],
    [
      'lessons per month in 2025',
      "SELECT date_trunc('month', given_on) AS month, COUNT(*) AS lesson_count FROM lessons WHERE given_on >= '2025-01-01' AND given_on < '2026-01-01' GROUP BY date_trunc('month', given_on)",
    ],
    ['members who never logged in', 'SELECT * FROM members WHERE last_login_at IS NULL'],
  ])('%s', (question, sql) => {
    expect(sqlOf(gym, question)).toBe(sql)
  })
})

describe('things added up, and things listed side by side', () => {
  it.each([
    [
      'Which hall has the most mats?',
      'SELECT halls.hall_id, halls.name, SUM(corners.mats) AS total_mats FROM halls JOIN corners ON corners.hall_id = halls.hall_id GROUP BY halls.hall_id, halls.name ORDER BY total_mats DESC LIMIT 1',
    ],
    [
      'members and their sponsors',
      'SELECT members.member_id, members.first_name, members.last_name, sponsors.sponsor_id, sponsors.name FROM members LEFT JOIN sponsors ON sponsors.sponsor_id = members.sponsor_id',
    ],
    ['vouchers that are open', "SELECT * FROM vouchers WHERE voucher_status = 'open'"],
  ])('%s', (question, sql) => {
    expect(sqlOf(gym, question)).toBe(sql)
  })
})

describe('what is not told', () => {
  it.each([
    'members who signed up in 2025',
    'What did Ida Holm give in 2024?',
    'closed lessons',
    'Who is currently logged?',
  ])('%s', question => {
    expect(ask(gym, question).kind).toBe('declined')
  })

  it('asks which of two people of one name is meant, and is answered', () => {
    const open = ask(gym, 'lessons of Ida Holm')
    expect(open).toMatchObject({
      kind: 'clarification',
      suggestions: ['lessons of member Ida Holm', 'lessons of coach Ida Holm'],
    })
    expect(ask(gym, 'lessons of member Ida Holm').kind).toBe('query')
  })

  it('tells after which time', () => {
    expect(ask(gym, 'fees due after June 2022')).toMatchObject({
      explanation: expect.stringContaining('due on after june 2022') as string,
    })
  })
})
