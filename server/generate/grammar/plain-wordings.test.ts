import { describe, expect, it } from 'vitest'
import { ask, sqlOf } from './ask.fixture.ts'
import { air, garden, shop } from './catalogs.fixture.ts'

describe('how many there are, without a word for it', () => {
  it.each([
    [
      'harvests per month',
      "SELECT date_trunc('month', harvest_date) AS month, COUNT(*) AS harvest_count FROM harvest GROUP BY date_trunc('month', harvest_date)",
    ],
    [
      'monthly harvests',
      "SELECT date_trunc('month', harvest_date) AS month, COUNT(*) AS harvest_count FROM harvest GROUP BY date_trunc('month', harvest_date)",
    ],
    [
      'harvests per grower, top 5',
      'SELECT grower.grower_id, grower.full_name, COUNT(*) AS harvest_count FROM harvest JOIN grower ON grower.grower_id = harvest.grower_id GROUP BY grower.grower_id, grower.full_name ORDER BY harvest_count DESC LIMIT 5',
    ],
  ])('%s', (question, sql) => {
    expect(sqlOf(garden, question)).toBe(sql)
  })

  it('is not taken from what is asked to be listed', () => {
    expect(ask(garden, 'list the harvests per month').kind).toBe('declined')
  })

  it('is not counted in rows where each row says how many there were', () => {
    expect(ask(air, 'sightings per place').kind).toBe('declined')
  })
})

describe('amounts of what has one number', () => {
  it.each([
    [
      'Monthly harvest totals for 2022',
      "SELECT date_trunc('month', harvest_date) AS month, SUM(amount) AS total_amount FROM harvest WHERE harvest_date >= '2022-01-01' AND harvest_date < '2023-01-01' GROUP BY date_trunc('month', harvest_date)",
    ],
    [
      'In which month was our revenue the highest?',
      "SELECT date_trunc('month', harvest_date) AS month, SUM(amount) AS total_amount FROM harvest GROUP BY date_trunc('month', harvest_date) ORDER BY total_amount DESC LIMIT 1",
    ],
    [
      'Which growers earned more than 150 in total?',
      'SELECT grower.grower_id, grower.full_name FROM grower JOIN harvest ON harvest.grower_id = grower.grower_id GROUP BY grower.grower_id, grower.full_name HAVING SUM(harvest.amount) > 150',
    ],
    [
      'the 3 best growers by total harvests',
      'SELECT grower.grower_id, grower.full_name, SUM(harvest.amount) AS total_amount FROM grower JOIN harvest ON harvest.grower_id = grower.grower_id GROUP BY grower.grower_id, grower.full_name ORDER BY total_amount DESC LIMIT 3',
    ],
  ])('%s', (question, sql) => {
    expect(sqlOf(garden, question)).toBe(sql)
  })
})

describe('a number in a unit', () => {
  it.each([
    ['harvests over 10 dollars', 'SELECT * FROM harvest WHERE amount > 10'],
    ['crops longer than 120 minutes', 'SELECT * FROM crop WHERE length > 120'],
    ['number of crops shorter than 60 minutes', 'SELECT COUNT(*) AS crop_count FROM crop WHERE length < 60'],
  ])('%s', (question, sql) => {
    expect(sqlOf(garden, question)).toBe(sql)
  })

  it('is declined where nothing is measured in it', () => {
    expect(ask(garden, 'growers over 10 dollars').kind).toBe('declined')
    expect(ask(shop, 'parcels over 10 minutes').kind).toBe('declined')
  })
})

describe('what was done to a thing', () => {
  it.each([
    [
      'the most harvested crop',
      'SELECT crop.crop_id, crop.crop_name, COUNT(*) AS harvest_count FROM crop JOIN harvest ON harvest.crop_id = crop.crop_id GROUP BY crop.crop_id, crop.crop_name ORDER BY harvest_count DESC LIMIT 1',
    ],
    [
      'Which crops have never been harvested?',
      'SELECT crop.* FROM crop WHERE NOT EXISTS (SELECT 1 FROM harvest WHERE harvest.crop_id = crop.crop_id)',
    ],
    ['Which grower members have no town?', 'SELECT * FROM grower WHERE town IS NULL'],
    ['Would you kindly list the growers in Moor', "SELECT * FROM grower WHERE town = 'Moor'"],
  ])('%s', (question, sql) => {
    expect(sqlOf(garden, question)).toBe(sql)
  })
})

describe('what was earned, without its name', () => {
  it.each([
    [
      'How much money did each grower take in during June 2022?',
      "SELECT grower.grower_id, grower.full_name, SUM(harvest.amount) AS total_amount FROM grower JOIN harvest ON harvest.grower_id = grower.grower_id WHERE harvest.harvest_date >= '2022-06-01' AND harvest.harvest_date < '2022-07-01' GROUP BY grower.grower_id, grower.full_name",
    ],
    [
      'How much did we earn between 1 March 2022 and 15 March 2022?',
      "SELECT SUM(amount) AS total_amount FROM harvest WHERE harvest_date >= '2022-03-01' AND harvest_date < '2022-03-16'",
    ],
    [
      'Which 3 crops brought in the least money?',
      'SELECT crop.crop_id, crop.crop_name, SUM(harvest.amount) AS total_amount FROM crop JOIN harvest ON harvest.crop_id = crop.crop_id GROUP BY crop.crop_id, crop.crop_name ORDER BY total_amount LIMIT 3',
    ],
    [
      'revenue per grower in June 2022',
      "SELECT grower.grower_id, grower.full_name, SUM(harvest.amount) AS total_amount FROM grower JOIN harvest ON harvest.grower_id = grower.grower_id WHERE harvest.harvest_date >= '2022-06-01' AND harvest.harvest_date < '2022-07-01' GROUP BY grower.grower_id, grower.full_name",
    ],
  ])('%s', (question, sql) => {
    expect(sqlOf(garden, question)).toBe(sql)
  })

  it.each(['How much money do we have?', 'How much did we pay in 2022?', 'growers in 2022'])(
    'is not taken for something else: %s',
    question => {
      expect(ask(garden, question).kind).not.toBe('query')
    },
  )
})
