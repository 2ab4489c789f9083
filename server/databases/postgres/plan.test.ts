import { describe, expect, it } from 'vitest'
import { toPlan } from './plan.ts'

describe('a plan of PostgreSQL', () => {
  it('names every table with how it is read', () => {
    const scan = (type: string, table: string, rows: number) => ({
      'Node Type': type,
      'Relation Name': table,
      'Plan Rows': rows,
      'Total Cost': 1,
    })
    const join = {
      'Node Type': 'Hash Join',
      'Plan Rows': 30,
      'Total Cost': 12.5,
      Plans: [
        scan('Seq Scan', 'orders', 300),
        { 'Node Type': 'Hash', 'Plan Rows': 5, 'Total Cost': 2, Plans: [scan('Index Scan', 'customers', 5)] },
      ],
    }
    expect(toPlan([{ Plan: join }])).toEqual({
      rows: 30,
      cost: 12.5,
      tables: [
        { table: 'orders', fullScan: true, rows: 300 },
        { table: 'customers', fullScan: false, rows: 5 },
      ],
    })
  })

  it('reads numbers too long for a double', () => {
    const root = {
      'Node Type': 'Result',
      'Plan Rows': '123456789012345678901234567890',
      'Total Cost': '1e308',
    }
    expect(toPlan([{ Plan: root }])).toMatchObject({ rows: 1.2345678901234568e29, cost: 1e308 })
  })

  it('is a failure when the server answers something else', () => {
    expect(() => toPlan(undefined)).toThrow(expect.objectContaining({ code: 'DATABASE_UNKNOWN_FAILURE' }))
  })
})
