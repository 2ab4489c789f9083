import { describe, expect, it } from 'vitest'
import { ask, sqlOf } from './ask.fixture.ts'
import { gym, workshop } from './catalogs.fixture.ts'

describe('a row beside the one that it names', () => {
  it.each([
    [
      'mechanics who live in a different town from their manager',
      'SELECT mechanics.* FROM mechanics JOIN mechanics AS mechanics_2 ON mechanics_2.mechanic_id = mechanics.manager_id WHERE mechanics.town <> mechanics_2.town',
    ],
    [
      'mechanics with the same town as their manager',
      'SELECT mechanics.* FROM mechanics JOIN mechanics AS mechanics_2 ON mechanics_2.mechanic_id = mechanics.manager_id WHERE mechanics.town = mechanics_2.town',
    ],
    [
      'mechanics with a higher wage than their manager',
      'SELECT mechanics.* FROM mechanics JOIN mechanics AS mechanics_2 ON mechanics_2.mechanic_id = mechanics.manager_id WHERE mechanics.wage > mechanics_2.wage',
    ],
    [
      'Who is the manager of "Ada Holm"?',
      "SELECT DISTINCT mechanics_2.mechanic_id, mechanics_2.full_name FROM mechanics JOIN mechanics AS mechanics_2 ON mechanics_2.mechanic_id = mechanics.manager_id WHERE lower(mechanics.full_name) = lower('Ada Holm')",
    ],
  ])('%s', (question, sql) => {
    expect(sqlOf(workshop, question)).toBe(sql)
  })

  it('is told by its name, and those who name nobody stay', () => {
    expect(sqlOf(workshop, 'mechanics and their managers')).toContain('LEFT JOIN mechanics AS mechanics_2')
  })
})

describe('times', () => {
  it.each([
    [
      'repairs finished more than 3 days after they were received',
      'SELECT * FROM repairs WHERE days_between(received_on, finished_on) > 3',
    ],
    [
      'repairs that took more than 2 weeks from being received to being finished',
      'SELECT * FROM repairs WHERE days_between(received_on, finished_on) > 14',
    ],
    [
      'average number of days between received on and finished on per mechanic',
      'SELECT mechanics.mechanic_id, mechanics.full_name, AVG(days_between(repairs.received_on, repairs.finished_on)) AS average_days FROM repairs JOIN mechanics ON mechanics.mechanic_id = repairs.mechanic_id GROUP BY mechanics.mechanic_id, mechanics.full_name',
    ],
    [
      'repairs received on weekends',
      "SELECT * FROM repairs WHERE date_trunc('weekday', received_on) IN (0, 6)",
    ],
    [
      'how many repairs were paid on a Monday?',
      "SELECT COUNT(*) AS repair_count FROM repairs WHERE date_trunc('weekday', paid_on) = 1",
    ],
    [
      'daily number of repairs received in 2024',
      "SELECT date_trunc('day', received_on) AS day, COUNT(*) AS repair_count FROM repairs WHERE received_on >= '2024-01-01' AND received_on < '2025-01-01' GROUP BY date_trunc('day', received_on)",
    ],
    [
      'repairs received in the last 3 months (not including the current month)',
      "SELECT * FROM repairs WHERE received_on >= relative_date(-3, 'month', 'month') AND received_on < relative_date(0, 'month', 'month')",
    ],
  ])('%s', (question, sql) => {
    expect(sqlOf(workshop, question)).toBe(sql)
  })

  it('are those that every row has, where nothing says which is meant', () => {
    expect(sqlOf(workshop, 'repairs in the last 3 months')).toContain('WHERE received_on >=')
  })

  it('are asked back where several of them could be meant', () => {
    expect(ask(gym, 'fees of 2025').kind).not.toBe('query')
  })
})

describe('what only the values tell', () => {
  it.each([
    ['urgent repairs', "SELECT * FROM repairs WHERE is_urgent = 'Y'"],
    ['repairs with a brake', "SELECT * FROM repairs WHERE wording ilike '%brake%'"],
    [
      'mechanics for whom welding is not a certified craft',
      "SELECT mechanics.* FROM mechanics WHERE NOT EXISTS (SELECT 1 FROM skills WHERE skills.mechanic_id = mechanics.mechanic_id AND skills.craft = 'Welding' AND skills.is_certified = 'yes')",
    ],
    [
      'number of repairs per borough',
      'SELECT areas.borough, COUNT(*) AS repair_count FROM repairs JOIN areas ON areas.district_name = repairs.district_name GROUP BY areas.borough',
    ],
  ])('%s', (question, sql) => {
    expect(sqlOf(workshop, question)).toBe(sql)
  })

  it('is what a misspelled value is read as, and that is said', () => {
    const answer = ask(workshop, 'mechanics with weldng as a craft')
    expect(answer.kind === 'query' ? answer.explanation : answer.message).toContain(
      'read "weldng" as "Welding"',
    )
  })

  it('is said: which part of a value was looked for, and by what rows were taken together', () => {
    const answers = ['repairs with a brake', 'number of repairs per borough'].map(text => ask(workshop, text))
    expect(answers.map(each => (each.kind === 'query' ? each.explanation : each.message))).toEqual([
      expect.stringContaining('wording contains "brake"'),
      expect.stringContaining('taken together by district_name, which is not declared'),
    ])
  })
})
