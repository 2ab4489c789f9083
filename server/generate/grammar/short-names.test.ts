import { describe, expect, it } from 'vitest'
import { sqlOf } from './ask.fixture.ts'
import { haulage } from './catalogs.fixture.ts'

describe('what rows are called', () => {
  it.each([
    [
      'number of loads per firm',
      'SELECT firms.firm_id, firms.company, COUNT(loads.load_id) AS load_count FROM firms LEFT JOIN loads ON loads.firm_id = firms.firm_id GROUP BY firms.firm_id, firms.company',
    ],
    [
      'Which firm has the most loads?',
      'SELECT firms.firm_id, firms.company, COUNT(*) AS load_count FROM loads JOIN firms ON firms.firm_id = loads.firm_id GROUP BY firms.firm_id, firms.company ORDER BY load_count DESC LIMIT 1',
    ],
    [
      'loads of Holt Timber',
      "SELECT loads.* FROM loads JOIN firms ON firms.firm_id = loads.firm_id WHERE firms.company = 'Holt Timber'",
    ],
  ])('%s', (question, sql) => {
    expect(sqlOf(haulage, question)).toBe(sql)
  })
})

describe('names that are shortened, or end in a unit', () => {
  it.each([
    ['average weight of the loads', 'SELECT AVG(weight_kg) AS average_weight_kg FROM loads'],
    ['container loans', 'SELECT * FROM cont_loan'],
    [
      'overdue container loans',
      "SELECT * FROM cont_loan WHERE due_dt < relative_date(0, 'day', 'day') AND back_dt IS NULL",
    ],
    ['which tutor has the highest wage?', 'SELECT * FROM tutor ORDER BY wage_eur DESC LIMIT 1'],
  ])('%s', (question, sql) => {
    expect(sqlOf(haulage, question)).toBe(sql)
  })
})

describe('amounts of things that belong to others', () => {
  it.each([
    [
      'Show the repair cost per truck for 2025, highest first',
      "SELECT trucks.truck_id, trucks.plate, SUM(repair_jobs.cost) AS total_cost FROM trucks JOIN repair_jobs ON repair_jobs.truck_id = trucks.truck_id WHERE repair_jobs.done_on >= '2025-01-01' AND repair_jobs.done_on < '2026-01-01' GROUP BY trucks.truck_id, trucks.plate ORDER BY total_cost DESC",
    ],
    [
      'How much fuel did we use in March 2025?',
      "SELECT SUM(fuel_litres) AS total_fuel_litres FROM repair_jobs WHERE done_on >= '2025-03-01' AND done_on < '2025-04-01'",
    ],
  ])('%s', (question, sql) => {
    expect(sqlOf(haulage, question)).toBe(sql)
  })
})

describe('what is meant at the moment', () => {
  it.each([
    [
      'Which containers are on loan at the moment?',
      'SELECT container.* FROM container WHERE EXISTS (SELECT 1 FROM cont_loan WHERE cont_loan.container_id = container.container_id AND cont_loan.back_dt IS NULL)',
    ],
  ])('%s', (question, sql) => {
    expect(sqlOf(haulage, question)).toBe(sql)
  })
})

describe('those who do something', () => {
  it.each([
    [
      'who tutors welding?',
      "SELECT tutor.* FROM tutor WHERE EXISTS (SELECT 1 FROM tutor_skill JOIN skill ON skill.skill_id = tutor_skill.skill_id WHERE tutor_skill.tutor_no = tutor.tutor_no AND skill.skill_nm = 'Welding')",
    ],
    ['tutors under 30', "SELECT * FROM tutor WHERE birth_dt >= relative_date(-30, 'year', 'day')"],
  ])('%s', (question, sql) => {
    expect(sqlOf(haulage, question)).toBe(sql)
  })
})

describe('what stands for the rows', () => {
  it.each([
    [
      'the most expensive oil change',
      "SELECT * FROM repair_jobs WHERE job_type = 'oil change' ORDER BY cost DESC LIMIT 1",
    ],
  ])('%s', (question, sql) => {
    expect(sqlOf(haulage, question)).toBe(sql)
  })
})
