import { describe, expect, it } from 'vitest'
import { ask, sqlOf } from './ask.fixture.ts'
import { garden } from './catalogs.fixture.ts'

describe('a table that only says what belongs to what', () => {
  it.each([
    [
      'number of crops by crop grower',
      'SELECT grower.grower_id, grower.full_name, COUNT(DISTINCT crop.crop_id) AS crop_count FROM crop JOIN crop_grower ON crop_grower.crop_id = crop.crop_id JOIN grower ON grower.grower_id = crop_grower.grower_id GROUP BY grower.grower_id, grower.full_name',
    ],
    [
      'top 3 growres by number of crops',
      'SELECT grower.grower_id, grower.full_name, COUNT(DISTINCT crop.crop_id) AS crop_count FROM grower JOIN crop_grower ON crop_grower.grower_id = grower.grower_id JOIN crop ON crop.crop_id = crop_grower.crop_id GROUP BY grower.grower_id, grower.full_name ORDER BY crop_count DESC LIMIT 3',
    ],
    [
      'For each rating, which grower has the most crops?',
      'SELECT rating, grower_id, full_name, crop_count FROM ( SELECT crop.rating AS rating, grower.grower_id AS grower_id, grower.full_name AS full_name, COUNT(DISTINCT crop.crop_id) AS crop_count, ROW_NUMBER() OVER (PARTITION BY crop.rating ORDER BY COUNT(DISTINCT crop.crop_id) DESC) AS place_in_group FROM grower JOIN crop_grower ON crop_grower.grower_id = grower.grower_id JOIN crop ON crop.crop_id = crop_grower.crop_id GROUP BY grower.grower_id, grower.full_name, crop.rating ) AS placed WHERE place_in_group <= 1 ORDER BY rating, place_in_group',
    ],
  ])('is not what is spoken of: %s', (question, sql) => {
    expect(sqlOf(garden, question)).toBe(sql)
  })

  it('is not what a misspelt name stands for, and the name is told', () => {
    const answer = ask(garden, 'top 3 growres by number of crops')
    expect(answer.kind === 'query' ? answer.explanation : '').toContain('read "growres" as "grower"')
  })
})

describe('what was not done in a time', () => {
  it.each([
    [
      'Which growers did not harvest anything in June 2022?',
      "SELECT grower.* FROM grower WHERE NOT EXISTS (SELECT 1 FROM harvest WHERE harvest.grower_id = grower.grower_id AND harvest.harvest_date >= '2022-06-01' AND harvest.harvest_date < '2022-07-01')",
    ],
    [
      'Which growers have not harvested anything since 2022?',
      "SELECT grower.* FROM grower WHERE NOT EXISTS (SELECT 1 FROM harvest WHERE harvest.grower_id = grower.grower_id AND harvest.harvest_date >= '2022-01-01')",
    ],
    [
      'growers with harvests that were not in June 2022',
      "SELECT grower.* FROM grower WHERE EXISTS (SELECT 1 FROM harvest WHERE harvest.grower_id = grower.grower_id AND NOT (harvest.harvest_date >= '2022-06-01' AND harvest.harvest_date < '2022-07-01'))",
    ],
  ])('is told by there being none then: %s', (question, sql) => {
    expect(sqlOf(garden, question)).toBe(sql)
  })
})
