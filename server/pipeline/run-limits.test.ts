import { describe, expect, it } from 'vitest'
import { runLimitsOf } from './run-limits.ts'
import type { RunLimitSettings } from './run-limits.ts'

const READER = { maxRows: 1000, maxBytes: 1e6, maxSeconds: 60, firstRowSeconds: 30, runsPerUser: 2 }
const SETTINGS: RunLimitSettings = {
  byRole: {
    READ_ONLY: READER,
    DEVELOPER: { ...READER, maxRows: 5000 },
    ADMIN: { ...READER, runsPerUser: 9 },
  },
  runsPerConnection: 8,
  byConnection: {
    'Northwind prod': { maxRows: 2000, maxSeconds: 10, runsPerConnection: 3 },
    c1: { maxRows: 100, maxBytes: 1e9 },
  },
  stallSeconds: 60,
}
const limits = (role: 'READ_ONLY' | 'DEVELOPER' | 'ADMIN', name: string, id = 'c9') =>
  runLimitsOf(SETTINGS, role, { id, name })

describe('the limits of a run', () => {
  it('are those of the role', () => {
    expect(limits('DEVELOPER', 'Pagila')).toEqual({ ...READER, maxRows: 5000, runsPerConnection: 8 })
    expect(limits('ADMIN', 'Pagila')).toMatchObject({ maxRows: 1000, runsPerUser: 9 })
  })

  it('are lower where the connection allows less, and never higher', () => {
    expect(limits('DEVELOPER', 'Northwind prod')).toMatchObject({ maxRows: 2000, runsPerConnection: 3 })
    expect(limits('READ_ONLY', 'Northwind prod')).toMatchObject({ maxRows: 1000, maxSeconds: 10 })
  })

  it('can be given by the id of a connection, or by both', () => {
    expect(limits('DEVELOPER', 'Northwind prod', 'c1')).toMatchObject({
      maxRows: 100,
      maxBytes: 1e6,
      maxSeconds: 10,
    })
  })
})
