import { describe, expect, it } from 'vitest'
import { parsePlan } from './plan-json.ts'

const plan = (...lines: string[]) =>
  `{\n  "query_block": {\n${lines.map(line => `    ${line}`).join('\n')}\n  }\n}`

describe('the document of a plan', () => {
  it('is read as the JSON that it is', () => {
    expect(parsePlan(plan('"table_name": "say \\"hi\\"",', '"rows": 3'))).toEqual({
      query_block: { table_name: 'say "hi"', rows: 3 },
    })
  })

  it('is mended where a name has broken it', () => {
    const broken = plan(
      '"table_name": "quo"te",',
      '"possible_keys": ["quo"te"],',
      '"key": "back\\slash",',
      '"rows": 3',
    )
    expect(parsePlan(broken)).toEqual({
      query_block: { table_name: 'quo"te', possible_keys: [], key: 'back\\slash', rows: 3 },
    })
  })

  it.each(['', 'no plan', '{ "query_block": '])('is nothing in %j', text => {
    expect(parsePlan(text)).toBeNull()
  })
})
